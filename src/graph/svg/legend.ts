/** What the signs of a picture mean: of those that are in it. */

import type { Graph } from '../graph.ts'
import { element, type Markup, text } from './element.ts'
import { type Icon, icon } from './icons.ts'
import type { Size } from './place.ts'
import { textWidth } from './text-width.ts'

interface Sign {
  readonly icon: Icon
  readonly colour: string
  readonly means: string
}

const GAP = 22

export function legend(graph: Graph): { readonly size: Size; readonly drawn: readonly Markup[] } {
  let x = 0
  const drawn = signsOf(graph).flatMap(({ icon: name, colour, means }) => {
    const at = x
    x += 17 + textWidth(means, { size: 11.5 }) + GAP
    return [icon(name, at, 0, colour), element('text', { class: 'sub', x: at + 17, y: 10 }, text(means))]
  })
  return { size: { width: Math.max(0, x - GAP), height: 14 }, drawn }
}

function signsOf({ brokers, groups, bridges }: Graph): readonly Sign[] {
  const listeners = brokers.flatMap((node) => node.listeners)
  const signs: readonly (readonly [boolean, Sign])[] = [
    [
      groups.some(({ publish }) => publish.length > 0),
      { icon: 'up', colour: 'publish', means: 'may publish' },
    ],
    [
      groups.some(({ subscribe }) => subscribe.length > 0),
      { icon: 'down', colour: 'receive', means: 'may receive' },
    ],
    [groups.some(({ deny }) => deny.length > 0), { icon: 'deny', colour: 'deny', means: 'denied' }],
    [bridges.length > 0, { icon: 'out', colour: 'bridge', means: 'bridge carries' }],
    [
      bridges.some(({ routes }) => routes.some(({ route }) => route.local.text !== route.remote.text)),
      { icon: 'as', colour: 'bridge', means: 'named there' },
    ],
    [listeners.some(({ tls }) => tls !== undefined), { icon: 'lock', colour: 'muted', means: 'encrypted' }],
    [
      listeners.some(({ tls }) => tls === undefined),
      { icon: 'open', colour: 'warn', means: 'not encrypted' },
    ],
  ]
  return signs.flatMap(([isThere, sign]) => (isThere ? [sign] : []))
}
