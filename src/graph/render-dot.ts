/** A topology as DOT, for Graphviz and all that reads its language. */

import {
  type BridgeEdge,
  carries,
  type Graph,
  isHighlightedBridge,
  isHighlightedLink,
  type Link,
} from './graph.ts'
import { groupLabel } from './group-label.ts'
import { listenerLabel, plainText, routeLabel } from './node-labels.ts'

export function renderDot(graph: Graph): string {
  const { name, brokers, groups, links, bridges, highlight } = graph
  const title = highlight === undefined ? [name] : [name, highlight]
  return `${[
    'digraph topology {',
    `  graph [rankdir=LR label=${lines(title)} labelloc=t fontname="Helvetica"]`,
    '  node [fontname="Helvetica" fontsize=11 shape=box style="rounded"]',
    '  edge [fontname="Helvetica" fontsize=9]',
    ...brokers.map(
      ({ id, broker, listeners, isHighlighted }) =>
        `  ${id} [label=${lines([broker.name, broker.host, ...listeners.map(listenerLabel)])} style="rounded,filled" fillcolor="#e9eff6"${hot(isHighlighted)}]`,
    ),
    ...groups.map((group) => {
      const { title, sub } = groupLabel(group)
      const peripheries = group.kind === 'fleet' ? ' peripheries=2' : ''
      return `  ${group.id} [label=${lines([title, sub])}${peripheries}${hot(group.isHighlighted)}]`
    }),
    ...bridges.map(bridgeLine),
    ...links.map(linkLine),
    '}',
  ].join('\n')}\n`
}

function bridgeLine(edge: BridgeEdge): string {
  const { bridge, from, to, routes } = edge
  const isHot = isHighlightedBridge(edge)
  const [out, back] = [carries(edge, 'out', isHot), carries(edge, 'in', isHot)]
  const label = lines([bridge.name, ...routes.map(routeLabel)])
  return `  ${from.id} -> ${to.id} [label=${label} dir=${arrows(back, out)} penwidth=2${hot(isHot)}]`
}

function linkLine(link: Link): string {
  const { group, broker, publishes, subscribes, sent, received } = link
  const isHot = isHighlightedLink(link)
  const shown = [...sent.map((topic) => `sends ${topic}`), ...received.map((topic) => `gets ${topic}`)]
  const label = shown.length === 0 ? '' : ` label=${lines(shown)}`
  return `  ${group.id} -> ${broker.id} [dir=${isHot ? arrows(received.length > 0, sent.length > 0) : arrows(subscribes, publishes)}${label}${hot(isHot)}]`
}

function arrows(atTail: boolean, atHead: boolean): 'both' | 'back' | 'forward' | 'none' {
  if (atTail) return atHead ? 'both' : 'back'
  return atHead ? 'forward' : 'none'
}

function hot(isHot: boolean): string {
  return isHot ? ' color="#c2410c" fontcolor="#c2410c"' : ''
}

function lines(texts: readonly string[]): string {
  return `"${texts.map(escaped).join('\\n')}"`
}

/** Labels know escapes that begin with a backslash, and entities of HTML. */
function escaped(text: string): string {
  return plainText(text).replace(/[\\"]/g, '\\$&').replaceAll('&', '&amp;')
}
