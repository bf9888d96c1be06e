/** A `pattern` line of an ACL file as it holds for one client. */

import { canonicalLevels, type TopicFilter } from '../topic/filter.ts'
import type { TopicSet, TopicSets } from '../topic/topic-set.ts'
import type { EngineVersion } from '../topology/broker.ts'
import type { Bearer, Identifier } from './bearer.ts'

/** Any level will do. */
const TOP = 'top'

/** The topics that it is about. */
export function patternTopics(
  sets: TopicSets,
  pattern: string,
  bearer: Bearer,
  version: EngineVersion,
): TopicSet {
  const { username, identifier } = bearer
  // The name is counted wherever it stands, and so are wildcards in it (`ucount`, `strpbrk`).
  if (username === undefined && pattern.includes('%u')) return sets.empty
  if (identifier === 'wildcard' || /[+#]/.test(`${username ?? ''}${textOf(identifier)}`)) return sets.empty
  if (version === '2.1') {
    const filter = filledLevels(pattern, username, identifier)
    return filter === undefined ? sets.empty : sets.topicsOf(filter)
  }
  if (identifier !== 'levels' || !pattern.includes('%c'))
    return sets.topicsOf(filled(pattern, username, textOf(identifier)))
  return topicsBelow(sets, pattern, username, ['+', '+', '#'])
}

/** The topics that it is about under some client identifier, or more. */
export function widestTopics(sets: TopicSets, pattern: string, { username }: Bearer): TopicSet {
  if (/[+#]/.test(username ?? '') || (username === undefined && pattern.includes('%u'))) return sets.empty
  return pattern.includes('%c')
    ? topicsBelow(sets, pattern, username, ['+', '#'])
    : sets.topicsOf(filled(pattern, username))
}

/** 2.0 puts values in as text, and splits what comes out. */
function filled(pattern: string, username = '', identifier = ''): TopicFilter {
  const text = pattern.replaceAll(/%[uc]/g, (variable) => (variable === '%u' ? username : identifier))
  return { text, levels: canonicalLevels(text) }
}

/** 2.1 compares a value with one level, and takes a pattern that begins with a variable for none of `$` topics. */
function filledLevels(
  pattern: string,
  username: string | undefined,
  identifier: Identifier,
): TopicFilter | undefined {
  const values = { '%u': username, '%c': textOf(identifier) }
  const levels = canonicalLevels(pattern)
  const bound = levels.map((level) => (level === '%u' || level === '%c' ? values[level] : level))
  const isBound = (i: number) => bound[i] !== levels[i]
  const isLost = bound.some(
    (level, i) => isBound(i) && (!level || level.includes('/') || (i === 0 && level.startsWith('$'))),
  )
  return isLost ? undefined : { text: pattern, levels: bound.map((level) => level ?? '') }
}

/** What stands below the levels before an identifier. */
function topicsBelow(
  sets: TopicSets,
  pattern: string,
  username: string | undefined,
  rest: readonly string[],
): TopicSet {
  const before = filled(pattern.slice(0, pattern.indexOf('%c')), username)
    .text.split('/')
    .slice(0, -1)
  const levels = [...before, ...rest]
  if (before.length > 0) return sets.topicsOf({ text: levels.join('/'), levels })
  // In the first level `+` leaves out what begins with `$`, which an identifier may; below another one it does not.
  return sets.withoutPrefix([TOP], sets.topicsOf({ text: pattern, levels: [TOP, ...levels] }))
}

function textOf(identifier: Identifier): string {
  return typeof identifier === 'string' ? '' : identifier.text
}
