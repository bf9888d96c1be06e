/** Reads a plan back with the engine's order of decisions, own list, then patterns, and holds it against the grants. */

import { ACTIONS, allowedBy } from './acl-line.ts'
import { patternTopics } from './compensation.ts'
import { isUseless } from './message-flow.ts'
import { allowsAction, type PatternLine } from './pattern-line.ts'
import type { Scene } from './scene.ts'

/** @throws Error if somebody would get more than is wanted, or less, but for rights that are of no use. */
export function provePlan(scene: Scene, patterns: readonly PatternLine[]): void {
  const { sets, work, flow } = scene
  for (const { principals, wanted, lines } of work) {
    const own = allowedBy(sets, lines)
    const denials = lines.filter(({ access }) => access === 'deny').map(({ filter }) => filter)
    const denied = sets.unionOf(denials)
    const useless = sets.unionOf(
      denials.filter((filter) => isUseless(sets, flow, principals, wanted, filter)),
    )
    for (const action of ACTIONS) {
      const byPattern = patterns
        .filter((pattern) => allowsAction(pattern, action))
        .map((pattern) => patternTopics(scene, pattern, principals.name))
        .reduce((sum, one) => sets.union(sum, one), sets.empty)
      const allowed = sets.union(own[action], sets.difference(byPattern, denied))
      const { reachable } = wanted[action]
      const lost = sets.difference(reachable, allowed)
      if (!sets.includes(useless, lost) || !sets.includes(reachable, allowed))
        throw new Error(`the ACL plan of "${principals.name}" does not allow what is wanted`)
    }
  }
}
