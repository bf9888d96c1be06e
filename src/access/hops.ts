/** The ways messages take between brokers: each direction of each route, and what it does to topics. */

import { canonicalLevels, canonicalText, type TopicFilter } from '../topic/filter.ts'
import type { Bridge, Route } from '../topology/bridge.ts'
import type { Broker } from '../topology/broker.ts'

export interface Hop {
  readonly bridge: Bridge
  readonly route: Route
  readonly from: Broker
  readonly to: Broker
  /** What is carried, as `from` names it. */
  readonly source: TopicFilter
  /** The same topics as `to` names them. */
  readonly target: TopicFilter
}

const known = new WeakMap<Bridge, readonly Hop[]>()

/** One hop for a route that goes one way, two for `both`; the same objects each time. */
export function hopsOf(bridge: Bridge): readonly Hop[] {
  const hops = known.get(bridge) ?? bridge.routes.flatMap((route) => hopsOver(bridge, route))
  known.set(bridge, hops)
  return hops
}

function hopsOver(bridge: Bridge, route: Route): readonly Hop[] {
  const { direction, local, remote } = route
  const out = { bridge, route, from: bridge.from, to: bridge.to, source: local, target: remote }
  const back = { bridge, route, from: bridge.to, to: bridge.from, source: remote, target: local }
  return { out: [out], in: [back], both: [out, back] }[direction]
}

/** The topic of which the hop would leave nothing: `a/`, where `a/#` or `a/+` becomes `#` or `+`. */
export function nameLostOn({ source, target }: Hop): string | undefined {
  if (target.text !== '#' && target.text !== '+' && target.text !== '+/#') return undefined
  const prefix = source.text.slice(0, -target.text.length)
  return prefix.endsWith('/') && source.text.endsWith(target.text) ? prefix : undefined
}

/**
 * The hops that are subscriptions of their own. A bridge that names one filter twice on one broker has one subscription,
 * with the QoS of the later route, so one copy of each message comes over it.
 */
export function subscribedHops(bridge: Bridge): readonly Hop[] {
  const hops = hopsOf(bridge)
  if (hops.length < 2) return hops
  const last = new Map(hops.map((hop) => [`${hop.from.name}/${hop.source.text}`, hop]))
  return last.size === hops.length ? hops : [...last.values()]
}

/**
 * The topics of `part` as they are named after they went from `source` to `target`. Each wildcard of `target`
 * stands for the levels that the wildcard in its place in `source` stands for.
 *
 * @param part topics that `source` covers, as their meet with it has them
 */
export function renamed(part: TopicFilter, source: TopicFilter, target: TopicFilter): TopicFilter {
  const captured = capturedLevels(part.levels, source.text.split('/'))
  const parts = target.text
    .split('/')
    .map((level) => (isWildcard(level) ? (captured.shift() ?? []) : [level]))
  const levels = canonicalLevels(parts.flat().join('/'))
  return { text: canonicalText(levels.join('/')), levels }
}

/** The levels behind each wildcard. `a/#` also carries `a`, where nothing is behind the wildcard. */
function capturedLevels(part: readonly string[], source: readonly string[]): (readonly string[])[] {
  const captured: (readonly string[])[] = []
  for (const [i, level] of source.entries()) {
    if (isWildcard(level)) captured.push(part.slice(i, level === '#' ? undefined : i + 1))
  }
  return captured
}

function isWildcard(level: string): boolean {
  return level === '+' || level === '#'
}
