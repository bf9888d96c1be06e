/** The cards and lines of a picture, before they have a place: what stands left of what. */

import { compareText } from '../../files/compare-text.ts'
import {
  type BridgeEdge,
  type BrokerNode,
  carries,
  type Graph,
  isHighlightedBridge,
  isHighlightedLink,
  type Link,
} from '../graph.ts'
import { type Card, type CardContent, card, cardWidth } from './card.ts'
import { bridgeCard, brokerCard, FULL_DETAIL, groupCard, LITTLE_DETAIL } from './cards.ts'
import { flowLabel } from './flow-label.ts'
import type { Edge } from './place.ts'

export interface Scene {
  /** By the id of their box; the last ones are drawn above the others. */
  readonly cards: ReadonlyMap<string, Card>
  readonly lines: readonly Line[]
  /** Everything is near everything: there is no left and right. */
  readonly isMesh: boolean
}

/** Between two boxes. */
export interface Line {
  readonly edge: Edge
  readonly className: string
  /** Of its arrows. */
  readonly colours: { readonly tail: string; readonly head: string }
}

/** Beyond so many cards each says less. */
const MANY_CARDS = 60
/** Bridges have cards up to so many, and where they form no mesh. */
const MANY_BRIDGES = 100

export function sceneOf(graph: Graph): Scene {
  const isLit = graph.highlight !== undefined
  const detail = graph.brokers.length + graph.groups.length > MANY_CARDS ? LITTLE_DETAIL : FULL_DETAIL
  const isMesh = graph.bridges.length > MANY_BRIDGES && graph.bridges.length > 2 * graph.brokers.length
  const isRight = sides(graph)
  const links = graph.links.map((link, i) => linkScene(link, `l${i}`, isRight(link), isLit))
  return {
    cards: new Map([
      ...cardsOf(graph.brokers.map((node) => [node.id, brokerCard(node, isLit)])),
      ...cardsOf(graph.groups.map((group) => [group.id, groupCard(group, isLit, detail)])),
      ...(isMesh
        ? []
        : graph.bridges.map((edge) => [edge.id, card(bridgeCard(edge, isLit, detail))] as const)),
      ...links.flatMap(({ label }) => (label === undefined ? [] : [label])),
    ]),
    lines: [
      ...(isMesh ? meshLines(graph, isLit) : graph.bridges.flatMap((edge) => bridgeLines(edge, isLit))),
      ...links.flatMap(({ lines }) => lines),
    ],
    isMesh,
  }
}

/** Of one width, so that they stand in line. */
function cardsOf(
  contents: readonly (readonly [id: string, CardContent])[],
): readonly (readonly [string, Card])[] {
  const width = Math.max(...contents.map(([, content]) => cardWidth(content)))
  return contents.map(([id, content]) => [id, card(content, width)])
}

/**
 * Who publishes stands on the left of its broker, and who receives on the right, as messages go. Who does both stands
 * away from the bridges; where there are none, where there is more room.
 */
function sides({ bridges }: Graph): (link: Link) => boolean {
  const hubs = new Set(bridges.map(({ to }) => to))
  const bridged = new Set(bridges.map(({ from }) => from))
  const balance = new Map<BrokerNode, number>()
  return ({ broker, publishes, subscribes }) => {
    const left = balance.get(broker) ?? 0
    const isFree = !hubs.has(broker) && !bridged.has(broker)
    const isRight = subscribes && (!publishes || hubs.has(broker) || (isFree && left > 0))
    balance.set(broker, left + (isRight ? -1 : 1))
    return isRight
  }
}

function bridgeLines(edge: BridgeEdge, isLit: boolean): readonly Line[] {
  const { id, from, to } = edge
  const isHot = isHighlightedBridge(edge)
  const look = lookOf('way', isLit, isHot, { tail: 'bridge', head: 'bridge' })
  return [
    { edge: { tail: from.id, head: id, arrows: carries(edge, 'in', isHot) ? 'back' : 'none' }, ...look },
    { edge: { tail: id, head: to.id, arrows: carries(edge, 'out', isHot) ? 'forward' : 'none' }, ...look },
  ]
}

/** One line for all bridges between two brokers. */
function meshLines({ bridges }: Graph, isLit: boolean): readonly Line[] {
  const pairs = new Map<string, readonly BridgeEdge[]>()
  for (const edge of bridges) {
    const pair = [edge.from.id, edge.to.id].sort(compareText).join(' ')
    pairs.set(pair, [...(pairs.get(pair) ?? []), edge])
  }
  return Array.from(pairs.values(), (edges) => {
    const hot = edges.filter(isHighlightedBridge)
    const shown = hot.length > 0 ? hot : edges
    const [tail = '', head = ''] = [edges[0]?.from.id, edges[0]?.to.id]
    const goes = (from: string) =>
      shown.some((edge) => carries(edge, edge.from.id === from ? 'out' : 'in', hot.length > 0))
    const look = lookOf('way', isLit, hot.length > 0, { tail: 'bridge', head: 'bridge' })
    return { edge: { tail, head, arrows: arrows(goes(head), goes(tail)) }, ...look }
  })
}

interface LinkScene {
  readonly label?: readonly [id: string, Card]
  readonly lines: readonly Line[]
}

function linkScene(link: Link, id: string, isRight: boolean, isLit: boolean): LinkScene {
  const { group, broker, publishes, subscribes, sent, received } = link
  const isHot = isHighlightedLink(link)
  const left = isRight ? broker.id : group.id
  const right = isRight ? group.id : broker.id
  const [toBroker, toGroup] = isHot ? [sent.length > 0, received.length > 0] : [publishes, subscribes]
  const [atLeft, atRight] = isRight ? [toBroker, toGroup] : [toGroup, toBroker]
  const colours = isRight ? { tail: 'publish', head: 'receive' } : { tail: 'receive', head: 'publish' }
  const look = lookOf(publishes || subscribes ? 'line' : 'line idle', isLit, isHot, colours)
  if (!isHot)
    return { lines: [{ edge: { tail: left, head: right, arrows: arrows(atLeft, atRight) }, ...look }] }
  return {
    label: [id, card(flowLabel(sent, received))],
    lines: [
      { edge: { tail: left, head: id, arrows: atLeft ? 'back' : 'none' }, ...look },
      { edge: { tail: id, head: right, arrows: atRight ? 'forward' : 'none' }, ...look },
    ],
  }
}

function arrows(atTail: boolean, atHead: boolean): Edge['arrows'] {
  if (atTail) return atHead ? 'both' : 'back'
  return atHead ? 'forward' : 'none'
}

function lookOf(
  line: string,
  isLit: boolean,
  isHot: boolean,
  colours: Line['colours'],
): Pick<Line, 'className' | 'colours'> {
  if (isHot) return { className: `${line} hot`, colours: { tail: 'hot', head: 'hot' } }
  return { className: isLit ? `${line} dim` : line, colours }
}
