/**
 * `topic` lines of a bridge (mosquitto.conf(5) topic): a pattern, and a prefix that stands before it on either side.
 * A route gives both full filters, so the pattern is what both have in common at their end.
 */

import type { Route } from '../../../topology/bridge.ts'

export interface TopicLine {
  readonly route: Route
  /** Empty: the prefixes are the two whole topics. */
  readonly pattern: string
  readonly direction: Route['direction']
  readonly qos: Route['qos']
  readonly localPrefix: string
  readonly remotePrefix: string
}

/** The lines of all routes, or the routes that Mosquitto cannot carry together. */
export interface BridgeLines {
  readonly lines: readonly TopicLine[]
  readonly problems: readonly RouteProblem[]
}

export type RouteProblem =
  /** The filters differ after a wildcard, where no prefix reaches. */
  | { readonly kind: 'differs-after-wildcard'; readonly route: Route }
  /** Mosquitto would take the line for a repetition of the other route's, and drop it. */
  | { readonly kind: 'taken-for-duplicate'; readonly route: Route; readonly other: Route }

export function topicLines(routes: readonly Route[]): BridgeLines {
  const lines: TopicLine[] = []
  const problems: RouteProblem[] = []
  for (const route of routes) {
    for (const choices of lineChoices(route)) {
      const line = choices.find((choice) => lines.every((other) => !isTakenForDuplicate(choice, other)))
      const [first] = choices
      const twin = first && lines.find((other) => isTakenForDuplicate(first, other))
      if (line !== undefined) lines.push(line)
      else if (twin === undefined) problems.push({ kind: 'differs-after-wildcard', route })
      else problems.push({ kind: 'taken-for-duplicate', route, other: twin.route })
    }
  }
  return { lines, problems }
}

/** For each line that a route needs, the ways to write it, best first; none where there is no way. */
function lineChoices(route: Route): TopicLine[][] {
  const { local, remote, direction, qos } = route
  const [near, far] = [local.text.split('/'), remote.text.split('/')]
  const choices = splits(near, far)
    .filter(({ pattern, isWhole }) => isWhole || pattern[0] !== '#')
    .map((split) => ({ ...texts(split), route, direction, qos }))
  if (choices.length > 0) return [choices]
  return bareHash(near, far).map((parts) =>
    parts.map((split) => ({ ...texts(split), route, direction, qos })),
  )
}

interface Split {
  readonly pattern: readonly string[]
  readonly near: readonly string[]
  readonly far: readonly string[]
  /** No prefix on either side. */
  readonly isWhole: boolean
}

/** All ways to cut a common end off both filters so that no wildcard stays in front; the longest end first. */
function splits(near: readonly string[], far: readonly string[]): Split[] {
  const common = commonEnd(near, far)
  return Array.from({ length: common + 1 }, (_, i) => common - i)
    .map((length) => ({
      pattern: near.slice(near.length - length),
      near: near.slice(0, near.length - length),
      far: far.slice(0, far.length - length),
      isWhole: near.length === length && far.length === length,
    }))
    .filter((split) => ![...split.near, ...split.far].some(isWildcard))
}

/**
 * `foo/#` to `bar/#` also carries the topic `foo`, which does not start with the prefix `foo/`: Mosquitto would send
 * it unmapped. So one line carries all below, and where both sides have a topic above, another line carries that.
 */
function bareHash(near: readonly string[], far: readonly string[]): Split[][] {
  const [above, over] = [near.slice(0, -1), far.slice(0, -1)]
  if (near.at(-1) !== '#' || far.at(-1) !== '#' || [...above, ...over].some(isWildcard)) return [[]]
  const below = { pattern: ['+', '#'], near: above, far: over, isWhole: false }
  // Above `#` and `/#` there is none.
  if (above.join('/') === '' || over.join('/') === '') return [[below]]
  return [[below], [{ ...below, pattern: [] }]]
}

function texts({ pattern, near, far }: Split) {
  const end = pattern.length === 0 ? '' : '/'
  const prefix = (levels: readonly string[]) => (levels.length === 0 ? '' : `${levels.join('/')}${end}`)
  return { pattern: pattern.join('/'), localPrefix: prefix(near), remotePrefix: prefix(far) }
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  let length = 0
  while (length < Math.min(a.length, b.length) && a[a.length - 1 - length] === b[b.length - 1 - length])
    length += 1
  return length
}

function isWildcard(level: string): boolean {
  return level === '+' || level === '#'
}

/** Mosquitto's own comparison (`bridge__find_topic`): a missing pattern or prefix equals any. */
function isTakenForDuplicate(a: TopicLine, b: TopicLine): boolean {
  const same = (x: string, y: string) => x === '' || y === '' || x === y
  return (
    a.direction === b.direction &&
    a.qos === b.qos &&
    same(a.pattern, b.pattern) &&
    same(a.localPrefix, b.localPrefix) &&
    same(a.remotePrefix, b.remotePrefix)
  )
}

/** One line of the configuration; empty texts are written `""`. Quotes around a blank are for 2.1: 2.0 has no form for it. */
export function topicLineText({ pattern, direction, qos, localPrefix, remotePrefix }: TopicLine): string {
  const words = [quoted(pattern), direction, qos]
  if (localPrefix !== '' || remotePrefix !== '') words.push(quoted(localPrefix), quoted(remotePrefix))
  return `topic ${words.join(' ')}`
}

function quoted(text: string): string {
  return text === '' || text.includes(' ') ? `"${text}"` : text
}
