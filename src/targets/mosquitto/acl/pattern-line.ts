/**
 * `pattern` lines: rules for everybody, in which `%u` and `%c` stand for the client's own username and client
 * identifier. They come after everybody's own lists, so an own `deny` line keeps them off.
 */

import type { FilterTemplate } from '../../../topic/filter-template.ts'
import type { EngineVersion } from '../../../topology/broker.ts'
import type { Action } from '../../../topology/user.ts'
import type { AclLine } from './acl-line.ts'

export interface PatternLine {
  readonly access: 'read' | 'write' | 'readwrite'
  readonly filter: FilterTemplate
}

/** True for text that Mosquitto would take for a variable in a pattern, wherever it stands. */
export function looksLikeVariable({ text }: FilterTemplate): boolean {
  return /%[uc]/.test(text)
}

/** The line as a pattern, with `${username}` where the stand-in name of a class stands. */
export function patternOf({ access, filter }: AclLine, standIn: string): PatternLine | undefined {
  if (access === 'deny' || looksLikeVariable(filter)) return undefined
  const levels = filter.levels.map((level) =>
    level === standIn ? ({ variable: 'username' } as const) : level,
  )
  const text = levels.map((level) => (typeof level === 'string' ? level : '${username}')).join('/')
  return { access, filter: { text: text === '+/#' ? '#' : text, levels } }
}

export function allowsAction({ access }: PatternLine, action: Action): boolean {
  return access === 'readwrite' || access === (action === 'publish' ? 'write' : 'read')
}

/** The action that a pattern allows; of both, publish. */
export function actionOf(pattern: PatternLine): Action {
  return allowsAction(pattern, 'publish') ? 'publish' : 'subscribe'
}

/** True where 2.1 passes over a pattern that 2.0 puts a name with `$` in front of (`topic_common.c`). */
export function isLostDollar(
  { levels: [first] }: FilterTemplate,
  name: string,
  version: EngineVersion,
): boolean {
  return (
    version === '2.1' && name.startsWith('$') && typeof first === 'object' && first.variable === 'username'
  )
}

/**
 * The pattern as it holds for one username; `undefined` where it does not. Mosquitto skips patterns with `%u` for
 * clients without a username, and refuses those whose name has a wildcard in it whatever a pattern would allow.
 * 2.0 puts the name in as text, so that a name with `/` makes several levels; in 2.1 it must be one level, and a pattern
 * that begins with `%u` is about no topic that begins with `$`.
 */
export function boundPattern(
  { filter }: PatternLine,
  name: string | undefined,
  version: EngineVersion,
): FilterTemplate | undefined {
  if (name !== undefined && /[+#]/.test(name)) return undefined
  if (name !== undefined && isLostDollar(filter, name, version)) return undefined
  const levels: FilterTemplate['levels'][number][] = []
  for (const level of filter.levels) {
    if (typeof level === 'string' || level.variable === 'clientId') {
      levels.push(level)
      continue
    }
    if (name === undefined || (version === '2.1' && name.includes('/'))) return undefined
    levels.push(...name.split('/'))
  }
  return { text: filter.text, levels }
}

/**
 * All that a bound pattern opens under client identifiers of any form, or more. In 2.0 an identifier with `/` makes
 * several levels of `%c`, so all below may be open; in 2.1 it is one level.
 */
export function openedBy(bound: FilterTemplate, version: EngineVersion): FilterTemplate {
  const open = bound.levels.findIndex((level) => typeof level !== 'string')
  if (open === -1 || version === '2.1') return bound
  return { text: bound.text, levels: [...bound.levels.slice(0, open + 1), '#'] }
}
