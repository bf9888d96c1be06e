/**
 * The lines of a broker's ACL file, planned: exact for every principal, and few. Mosquitto walks all lines of a
 * user for each message and is slow to load many users, so the grants of a fleet become `pattern` lines wherever
 * own deny lines can keep everybody else from them; otherwise they are written out for each device.
 */

import { widen } from '../../../topic/filter-template.ts'
import type { TopicSets } from '../../../topic/topic-set.ts'
import type { Grant } from '../../../topology/user.ts'
import { ACTIONS, type AclLine, allowedBy } from './acl-line.ts'
import { type DenyConflict, ownLines } from './own-lines.ts'
import {
  actionOf,
  allowsAction,
  compensation,
  obstacle,
  type PatternLine,
  type PatternObstacle,
  patternOf,
  patternTopics,
} from './pattern-line.ts'
import { classify, type Principal, type PrincipalClass } from './principal-class.ts'
import { type WantedRights, wantedRights } from './wanted-rights.ts'

/** The lines of one class; in those of a class of many, the level `name` stands for each member's own. */
export interface ClassLines {
  readonly principals: PrincipalClass
  readonly lines: readonly AclLine[]
}

export interface AclPlan {
  readonly patterns: readonly PatternLine[]
  readonly classes: readonly ClassLines[]
  readonly problems: readonly AclProblem[]
}

export type AclProblem =
  | { readonly kind: 'deny'; readonly conflict: DenyConflict }
  | { readonly kind: 'client-id'; readonly grant: Grant; readonly obstacle: PatternObstacle }
  /** Not wrong, but slow: a large class that had to be written out. */
  | { readonly kind: 'written-out'; readonly members: readonly string[]; readonly obstacle: PatternObstacle }

interface Work {
  readonly principals: PrincipalClass
  readonly wanted: WantedRights
  lines: readonly AclLine[]
}

/** A class smaller than this is written out; patterns would save next to nothing and say less. */
const MIN_MEMBERS = 4

/** Rules without a variable cost Mosquitto a warning at start, so they must save much. */
const MIN_MEMBERS_NAMELESS = 1_000

export function planAcl(sets: TopicSets, principals: Iterable<Principal>): AclPlan {
  const problems: AclProblem[] = []
  const work = classify(principals).map((principals): Work => {
    const wanted = wantedRights(sets, principals.grants, principals.name, principals.clientId)
    const { lines, conflicts } = ownLines(sets, wanted)
    problems.push(...conflicts.map((conflict) => ({ kind: 'deny' as const, conflict })))
    return { principals, wanted, lines }
  })
  const patterns = clientIdPatterns(sets, work, problems)
  const bySize = [...work].sort((a, b) => b.principals.members.length - a.principals.members.length)
  for (const one of bySize) patterns.push(...usernamePatterns(sets, one, work, problems))
  if (problems.every(({ kind }) => kind === 'written-out')) prove(sets, work, patterns)
  return { patterns, classes: work.map(({ principals, lines }) => ({ principals, lines })), problems }
}

/** Grants with a free `${clientId}` have no other form than a pattern. */
function clientIdPatterns(sets: TopicSets, work: readonly Work[], problems: AclProblem[]): PatternLine[] {
  const patterns = new Map<string, { readonly pattern: PatternLine; readonly grant: Grant }>()
  for (const { wanted } of work) {
    for (const action of ACTIONS) {
      for (const grant of wanted[action].byClientId) {
        const access = action === 'publish' ? 'write' : 'read'
        patterns.set(`${access} ${grant.filter.text}`, { pattern: { access, filter: grant.filter }, grant })
      }
    }
  }
  return Array.from(patterns.values(), ({ pattern, grant }) => {
    const obstacle = adopt(sets, [pattern], work)
    if (obstacle !== undefined) problems.push({ kind: 'client-id', grant, obstacle })
    return pattern
  })
}

function usernamePatterns(
  sets: TopicSets,
  one: Work,
  work: readonly Work[],
  problems: AclProblem[],
): PatternLine[] {
  const { members, isMany, name = '' } = one.principals
  if (!isMany || members.length < MIN_MEMBERS || one.lines.some(({ access }) => access === 'deny')) return []
  const candidates = one.lines.filter(
    ({ filter }) => members.length >= MIN_MEMBERS_NAMELESS || filter.levels.includes(name),
  )
  const patterns = candidates.flatMap((line) => patternOf(line, name) ?? [])
  if (patterns.length === 0 || patterns.length < candidates.length) return []
  const others = work.filter((other) => other !== one)
  const obstacle = adopt(sets, patterns, others, members.length * patterns.length)
  if (obstacle === undefined) {
    one.lines = one.lines.filter((line) => !candidates.includes(line))
    return patterns
  }
  if (members.length >= MIN_MEMBERS_NAMELESS) problems.push({ kind: 'written-out', members, obstacle })
  return []
}

/** Gives everybody the deny lines that the patterns call for; changes nothing where one has none, or at a loss. */
function adopt(
  sets: TopicSets,
  patterns: readonly PatternLine[],
  work: readonly Work[],
  budget = Number.POSITIVE_INFINITY,
): PatternObstacle | undefined {
  const added: { readonly to: Work; readonly lines: readonly AclLine[] }[] = []
  let cost = patterns.length
  for (const { other, pattern } of work.flatMap((other) => patterns.map((pattern) => ({ other, pattern })))) {
    const answer = compensation(sets, pattern, other.principals, other.wanted)
    if ('obstacle' in answer) return answer.obstacle
    const [first] = answer.lines
    if (first === undefined) continue
    cost += answer.lines.length * other.principals.members.length
    if (cost >= budget) return obstacle(other.principals, actionOf(pattern), first.filter.text)
    added.push({ to: other, lines: answer.lines })
  }
  for (const { to, lines } of added) to.lines = [...lines, ...to.lines]
  return undefined
}

/** Reads the plan back with the engine's order of decisions: own list, then patterns. */
function prove(sets: TopicSets, work: readonly Work[], patterns: readonly PatternLine[]): void {
  for (const { principals, wanted, lines } of work) {
    const own = allowedBy(sets, lines)
    const denied = sets.unionOf(lines.filter(({ access }) => access === 'deny').map(({ filter }) => filter))
    for (const action of ACTIONS) {
      const open = patterns.filter((pattern) => allowsAction(pattern, action))
      const topics = open.map((pattern) => patternTopics(sets, pattern, principals.name))
      const byPattern = topics.reduce((sum, one) => sets.union(sum, one), sets.empty)
      const allowed = sets.union(own[action], sets.difference(byPattern, denied))
      const { topics: fixed, byClientId } = wanted[action]
      const wide = sets.union(fixed, sets.unionOf(byClientId.map(({ filter }) => widen(filter))))
      if (allowed !== wide)
        throw new Error(`the ACL plan of "${principals.name}" does not allow what is wanted`)
    }
  }
}
