/** A topology as SVG: for a browser, for documents, on light and on dark paper. */

import { counted } from '../../diagnostics/counted.ts'
import type { Graph } from '../graph.ts'
import { curve } from './curve.ts'
import { element, type Markup, pixels, styles, text } from './element.ts'
import { legend } from './legend.ts'
import { type Box, place, type Size } from './place.ts'
import { sceneOf } from './scene.ts'
import { styleText } from './style.ts'

const MARGIN = 20
const TOP = 74

/** The same graph gives the same bytes. `hasHeading`: its name stands above it. */
export async function renderSvg(graph: Graph, { hasHeading = true } = {}): Promise<string> {
  const { cards, lines, isMesh } = sceneOf(graph)
  const boxes = Array.from(cards, ([id, { size }]): Box => ({ id, ...size }))
  const placed = await place(
    boxes,
    lines.map(({ edge }) => edge),
    isMesh,
  )
  const drawn = [
    ...lines.flatMap(({ className, colours }, i) => curve(placed.curves[i], className, colours)),
    ...Array.from(cards, ([id, card]) => card.draw(placed.boxes.get(id) ?? { x: 0, y: 0 })),
  ]
  return page(graph, placed, drawn, hasHeading ? TOP : MARGIN)
}

function page(graph: Graph, size: Size, drawn: readonly Markup[], top: number): string {
  const key = legend(graph)
  const width = Math.max(size.width, key.size.width) + 2 * MARGIN
  const height = top + size.height + 34 + key.size.height
  const root = element(
    'svg',
    {
      ...{
        xmlns: 'http://www.w3.org/2000/svg',
        class: 'mq',
        role: 'img',
        'aria-labelledby': 'mq-title',
        'aria-describedby': 'mq-desc',
      },
      ...{ width, height, viewBox: `0 0 ${pixels(width)} ${pixels(height)}` },
    },
    element('title', { id: 'mq-title' }, text(titleOf(graph))),
    element('desc', { id: 'mq-desc' }, text(description(graph))),
    element('style', {}, styles(styleText())),
    element('rect', { class: 'paper', width, height, rx: 10 }),
    ...(top > MARGIN ? heading(graph) : []),
    element('g', { transform: `translate(${MARGIN} ${top})` }, ...drawn),
    element('g', { transform: `translate(${MARGIN} ${pixels(top + size.height + 22)})` }, ...key.drawn),
  )
  return `${root}\n`
}

function heading(graph: Graph): readonly Markup[] {
  return [
    element('text', { class: 'name', x: MARGIN, y: 33 }, text(graph.name)),
    element(
      'text',
      { class: graph.highlight === undefined ? 'sub' : 'sub flow', x: MARGIN, y: 54 },
      text(subtitle(graph)),
    ),
  ]
}

function titleOf({ name, highlight }: Graph): string {
  return `MQTT topology ${name}${highlight === undefined ? '' : `: ${highlight}`}`
}

function subtitle(graph: Graph): string {
  return graph.highlight ?? counts(graph)
}

function counts({ brokers, bridges, groups }: Graph): string {
  const users = groups.reduce((sum, { users }) => sum + users.length, 0)
  return [
    counted(brokers.length, 'broker'),
    ...(bridges.length > 0 ? [counted(bridges.length, 'bridge')] : []),
    counted(users, 'user'),
  ].join(' · ')
}

/** In words, for those who do not see it. */
function description(graph: Graph): string {
  const { brokers, bridges } = graph
  const names = brokers.slice(0, 20).map(({ broker }) => broker.name)
  const more = brokers.length > names.length ? ' and more' : ''
  const ways = bridges
    .slice(0, 20)
    .map(({ bridge }) => `${bridge.name} from ${bridge.from.name} to ${bridge.to.name}`)
  const carried =
    bridges.length === 0
      ? ''
      : ` Bridges: ${ways.join('; ')}${bridges.length > ways.length ? '; and more' : ''}.`
  return `${counts(graph)}. Brokers: ${names.join(', ')}${more}.${carried}`
}
