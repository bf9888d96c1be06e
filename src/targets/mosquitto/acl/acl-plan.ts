/**
 * The lines of a broker's ACL file, planned: exact for every principal, and few. Mosquitto walks all lines of a
 * user for each message and is slow to load many users, so the grants of a fleet become `pattern` lines wherever
 * own deny lines can keep everybody else from them; otherwise they are written out for each device.
 *
 * Such a deny line takes both directions, so it may cost its user a right on topics under the user's own name. That is
 * accepted only where no message can ever be on these topics (`message-flow.ts`): nobody gains anything, nothing that
 * could be delivered is lost.
 */

import { widen } from '../../../topic/filter-template.ts'
import type { TopicSets } from '../../../topic/topic-set.ts'
import type { Grant } from '../../../topology/user.ts'
import { ACTIONS, type AclLine, allowedBy } from './acl-line.ts'
import { type BridgedTopics, isUseless, type MessageFlow, messageFlow } from './message-flow.ts'
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

/** Everybody on the broker, and where messages can be. */
interface Scene {
  readonly sets: TopicSets
  readonly work: readonly Work[]
  readonly flow: MessageFlow
  readonly problems: AclProblem[]
}

const NOTHING_BRIDGED: BridgedTopics = { publish: [], subscribe: [] }

/** A class smaller than this is written out; patterns would save next to nothing and say less. */
const MIN_MEMBERS = 4

/** From here on, being written out is slow enough to be said. */
const MANY_MEMBERS = 1_000

export function planAcl(
  sets: TopicSets,
  principals: Iterable<Principal>,
  bridged: BridgedTopics = NOTHING_BRIDGED,
): AclPlan {
  const problems: AclProblem[] = []
  const work = classify(principals).map((principals): Work => {
    const wanted = wantedRights(sets, principals.grants, principals.name, principals.clientId)
    const { lines, conflicts } = ownLines(sets, wanted)
    problems.push(...conflicts.map((conflict) => ({ kind: 'deny' as const, conflict })))
    return { principals, wanted, lines }
  })
  const scene: Scene = { sets, work, flow: messageFlow(sets, work, bridged), problems }
  const patterns = clientIdPatterns(scene)
  const bySize = [...work].sort((a, b) => b.principals.members.length - a.principals.members.length)
  for (const one of bySize) patterns.push(...usernamePatterns(scene, one))
  if (problems.every(({ kind }) => kind === 'written-out')) prove(scene, patterns)
  return { patterns, classes: work.map(({ principals, lines }) => ({ principals, lines })), problems }
}

/** Grants with a free `${clientId}` have no other form than a pattern. */
function clientIdPatterns(scene: Scene): PatternLine[] {
  const { work, problems } = scene
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
    const obstacle = adopt(scene, [pattern], work)
    if (obstacle !== undefined) problems.push({ kind: 'client-id', grant, obstacle })
    return pattern
  })
}

function usernamePatterns(scene: Scene, one: Work): PatternLine[] {
  const { work, problems } = scene
  const { members, isMany, name = '' } = one.principals
  if (!isMany || members.length < MIN_MEMBERS || one.lines.some(({ access }) => access === 'deny')) return []
  // A pattern without a variable makes Mosquitto warn at start, so such lines stay with each member.
  const candidates = one.lines.filter(({ filter }) => filter.levels.includes(name))
  const patterns = candidates.flatMap((line) => patternOf(line, name) ?? [])
  if (patterns.length === 0 || patterns.length < candidates.length) return []
  const others = work.filter((other) => other !== one)
  const obstacle = adopt(scene, patterns, others, members.length * patterns.length)
  if (obstacle === undefined) {
    one.lines = one.lines.filter((line) => !candidates.includes(line))
    return patterns
  }
  if (members.length >= MANY_MEMBERS) problems.push({ kind: 'written-out', members, obstacle })
  return []
}

/** Gives everybody the deny lines that the patterns call for; changes nothing where one has none, or at a loss. */
function adopt(
  { sets, flow }: Scene,
  patterns: readonly PatternLine[],
  work: readonly Work[],
  budget = Number.POSITIVE_INFINITY,
): PatternObstacle | undefined {
  const added: { readonly to: Work; readonly lines: readonly AclLine[] }[] = []
  let cost = patterns.length
  for (const { other, pattern } of work.flatMap((other) => patterns.map((pattern) => ({ other, pattern })))) {
    const answer = compensation(sets, pattern, other, flow)
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
function prove({ sets, work, flow }: Scene, patterns: readonly PatternLine[]): void {
  for (const { principals, wanted, lines } of work) {
    const own = allowedBy(sets, lines)
    const denials = lines.filter(({ access }) => access === 'deny').map(({ filter }) => filter)
    const denied = sets.unionOf(denials)
    const useless = sets.unionOf(
      denials.filter((filter) => isUseless(sets, flow, principals, wanted, filter)),
    )
    for (const action of ACTIONS) {
      const open = patterns.filter((pattern) => allowsAction(pattern, action))
      const topics = open.map((pattern) => patternTopics(sets, pattern, principals.name))
      const byPattern = topics.reduce((sum, one) => sets.union(sum, one), sets.empty)
      const allowed = sets.union(own[action], sets.difference(byPattern, denied))
      const { topics: fixed, byClientId } = wanted[action]
      const wide = sets.union(fixed, sets.unionOf(byClientId.map(({ filter }) => widen(filter))))
      const isLost = !sets.includes(useless, sets.difference(wide, allowed))
      if (isLost || !sets.includes(wide, allowed))
        throw new Error(`the ACL plan of "${principals.name}" does not allow what is wanted`)
    }
  }
}
