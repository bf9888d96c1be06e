/** Everybody on a broker while the ACL file is planned. */

import type { AclLine } from './acl-line.ts'
import type { AclProblem } from './acl-problem.ts'
import {
  compensation,
  obstacle,
  type Party,
  type PatternObstacle,
  type PatternWorld,
} from './compensation.ts'
import { actionOf, type PatternLine } from './pattern-line.ts'

/** A class and its own lines so far. */
export interface Work extends Party {
  lines: readonly AclLine[]
}

export interface Scene extends PatternWorld {
  readonly work: readonly Work[]
  readonly problems: AclProblem[]
}

/**
 * Gives those in `work` the deny lines that the patterns call for. Changes nothing where one has none, or where they
 * would be as many as `budget`: that is the obstacle then.
 */
export function adopt(
  scene: Scene,
  patterns: readonly PatternLine[],
  work: readonly Work[],
  budget = Number.POSITIVE_INFINITY,
): PatternObstacle | undefined {
  const added: { readonly to: Work; readonly lines: readonly AclLine[] }[] = []
  let cost = patterns.length
  for (const other of work) {
    for (const pattern of patterns) {
      const answer = compensation(scene, pattern, other)
      if ('obstacle' in answer) return answer.obstacle
      const [first] = answer.lines
      if (first === undefined) continue
      cost += answer.lines.length * other.principals.members.length
      if (cost >= budget) return obstacle(other.principals, actionOf(pattern), first.filter.text)
      added.push({ to: other, lines: answer.lines })
    }
  }
  for (const { to, lines } of added) to.lines = [...lines, ...to.lines]
  return undefined
}
