/**
 * The lines of a broker's ACL file, planned: exact for every principal, and few. Mosquitto walks all lines of a
 * user for each message and is slow to load many users, so the grants of a fleet become `pattern` lines wherever
 * own deny lines can keep everybody else from them; otherwise they are written out for each device.
 *
 * Such a deny line takes both directions, so it may cost its user a right on topics under the user's own name. That is
 * accepted only where no message can ever be on these topics (`message-flow.ts`): nobody gains anything, nothing that
 * could be delivered is lost.
 */

import type { TopicSets } from '../../../topic/topic-set.ts'
import type { EngineVersion } from '../../../topology/broker.ts'
import type { AclLine } from './acl-line.ts'
import type { AclProblem } from './acl-problem.ts'
import { clientIdPatterns } from './client-id-patterns.ts'
import { type BridgedTopics, messageFlow } from './message-flow.ts'
import { ownLines } from './own-lines.ts'
import type { PatternLine } from './pattern-line.ts'
import { classify, type Principal, type PrincipalClass } from './principal-class.ts'
import type { Scene, Work } from './scene.ts'
import { usernamePatterns } from './username-patterns.ts'
import { wantedRights } from './wanted-rights.ts'

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

export interface AclOptions {
  /** 2.0 unless said otherwise; its plan holds on 2.1 too. */
  readonly version?: EngineVersion
  readonly bridged?: BridgedTopics
}

const NOTHING_BRIDGED: BridgedTopics = { publish: [], subscribe: [] }

export function planAcl(
  sets: TopicSets,
  principals: readonly Principal[],
  { version = '2.0', bridged = NOTHING_BRIDGED }: AclOptions = {},
): AclPlan {
  const problems: AclProblem[] = []
  const work = classify(principals).map((principals): Work => {
    const wanted = wantedRights(sets, principals.grants, principals.name, principals.clientId)
    const { lines, conflicts } = ownLines(sets, wanted)
    problems.push(...conflicts.map((conflict) => ({ kind: 'deny' as const, conflict })))
    return { principals, wanted, lines }
  })
  const scene: Scene = { sets, version, work, flow: messageFlow(sets, work, bridged), problems }
  const patterns = clientIdPatterns(scene)
  const bySize = [...work].sort((a, b) => b.principals.members.length - a.principals.members.length)
  for (const one of bySize) patterns.push(...usernamePatterns(scene, one))
  return { patterns, classes: work.map(({ principals, lines }) => ({ principals, lines })), problems }
}
