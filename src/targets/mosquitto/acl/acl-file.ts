/** The text of an ACL file (mosquitto.conf(5) acl_file), in pieces, since a fleet's may be large. */

import { confText } from '../conf-text.ts'
import type { AclLine } from './acl-line.ts'
import type { AclPlan, ClassLines } from './acl-plan.ts'
import type { PatternLine } from './pattern-line.ts'

export function* aclFile({ patterns, classes }: AclPlan): Iterable<string> {
  const anonymous = classes.filter(({ principals }) => principals.name === undefined)
  const lines = anonymous.flatMap(({ lines }) => lines)
  if (lines.length > 0) yield `# Clients without a username\n${topicLines(lines)}\n`
  if (patterns.length > 0)
    yield `# Everybody, under their own name\n${[...patterns].map(patternLine).sort().join('')}\n`
  for (const { name, of } of usersInOrder(classes)) {
    yield `user ${confText(name)}\n${topicLines(of.lines, of.principals.name, name)}\n`
  }
}

function usersInOrder(classes: readonly ClassLines[]): { readonly name: string; readonly of: ClassLines }[] {
  const users = classes
    .filter(({ principals, lines }) => principals.name !== undefined && lines.length > 0)
    .flatMap((of) => of.principals.members.map((name) => ({ name, of })))
  return users.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

/** Denies first, then by text: the order that was planned in has no meaning for the engine. */
function topicLines(lines: readonly AclLine[], standIn?: string, name?: string): string {
  const rank = (line: string) => (line.startsWith('topic deny ') ? 0 : 1)
  const texts = lines.map((line) => topicLine(line, standIn, name))
  return texts.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0)).join('')
}

function topicLine({ access, filter }: AclLine, standIn?: string, name?: string): string {
  const levels = filter.levels.map((level) => (level === standIn && name !== undefined ? name : level))
  return `topic ${access} ${confText(filterText(levels))}\n`
}

function patternLine({ access, filter }: PatternLine): string {
  const levels = filter.levels.map((level) =>
    typeof level === 'string' ? level : level.variable === 'username' ? '%u' : '%c',
  )
  return `pattern ${access} ${confText(filterText(levels))}\n`
}

function filterText(levels: readonly string[]): string {
  const text = levels.join('/')
  return text === '+/#' ? '#' : text === '/+/#' ? '/#' : text
}
