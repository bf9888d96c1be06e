/** The text of an ACL file (mosquitto.conf(5) acl_file), in pieces, since a fleet's may be large. */

import { compareText } from '../../../files/compare-text.ts'
import { canonicalText } from '../../../topic/filter.ts'
import { ACTIONS, type Action } from '../../../topology/user.ts'
import { confText } from '../conf-text.ts'
import type { AclLine } from './acl-line.ts'
import type { AclPlan, ClassLines } from './acl-plan.ts'
import { actionOf, type PatternLine } from './pattern-line.ts'

/** Decides who is written down: a username, or `undefined` for clients without one. */
export type Admits = (name: string | undefined) => boolean

const HEAD = '# Written by mqttopia: what is not allowed here is refused.\n\n'

/**
 * The lines of those whom `admits` takes, everybody by default. All patterns of the plan are in it, since the own lines
 * reckon with them. It is never empty, and ends with a line break: Mosquitto 2.0 loses a last line of certain lengths
 * without one.
 */
export function* aclFile({ patterns, classes }: AclPlan, admits: Admits = () => true): Iterable<string> {
  yield HEAD
  const anonymous = classes.filter(({ principals }) => principals.name === undefined && !principals.isOpen)
  const lines = admits(undefined) ? anonymous.flatMap(({ lines }) => lines) : []
  if (lines.length > 0) yield `# Clients without a username\n${topicLines(lines)}\n`
  if (patterns.length > 0) yield `# Everybody, under their own name\n${patternLines(patterns)}\n`
  for (const { name, of } of usersInOrder(classes)) {
    if (admits(name)) yield `user ${confText(name)}\n${topicLines(of.lines, of.principals.name, name)}\n`
  }
}

function usersInOrder(classes: readonly ClassLines[]): { readonly name: string; readonly of: ClassLines }[] {
  const users = classes
    .filter(({ principals, lines }) => principals.name !== undefined && lines.length > 0)
    .flatMap((of) => of.principals.members.map((name) => ({ name, of })))
  return users.sort((a, b) => compareText(a.name, b.name))
}

/**
 * What may be published comes first: Mosquitto fills in each pattern anew for each question until one allows it, and a
 * fleet publishes more than it is told (`acl_check` in `security_default.c`, 2.0).
 */
function patternLines(patterns: readonly PatternLine[]): string {
  const lines = (action: Action) =>
    patterns.filter((pattern) => actionOf(pattern) === action).map(patternLine)
  return ACTIONS.flatMap((action) => [...new Set(lines(action))].sort()).join('')
}

/** Denies first, then by text: the order that was planned in has no meaning for the engine. */
function topicLines(lines: readonly AclLine[], standIn?: string, name?: string): string {
  const rank = (line: string) => (line.startsWith('topic deny ') ? 0 : 1)
  const texts = new Set(lines.map((line) => topicLine(line, standIn, name)))
  return [...texts].sort((a, b) => rank(a) - rank(b) || compareText(a, b)).join('')
}

function topicLine({ access, filter }: AclLine, standIn?: string, name?: string): string {
  const levels = filter.levels.map((level) => (level === standIn && name !== undefined ? name : level))
  return `topic ${access} ${confText(canonicalText(levels.join('/')))}\n`
}

function patternLine({ access, filter }: PatternLine): string {
  const levels = filter.levels.map((level) =>
    typeof level === 'string' ? level : level.variable === 'username' ? '%u' : '%c',
  )
  return `pattern ${access} ${confText(canonicalText(levels.join('/')))}\n`
}
