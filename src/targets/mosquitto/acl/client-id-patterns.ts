/** Grants with `${clientId}` of clients that choose their identifier: they have no other form than a pattern. */

import type { EngineVersion } from '../../../topology/broker.ts'
import type { Grant } from '../../../topology/user.ts'
import { ACTIONS } from '../../../topology/user.ts'
import type { NameProblem } from './acl-problem.ts'
import { isLostDollar, looksLikeVariable, type PatternLine } from './pattern-line.ts'
import { adopt, type Scene } from './scene.ts'

export function clientIdPatterns(scene: Scene): PatternLine[] {
  const { work, problems, version } = scene
  const patterns = new Map<string, { readonly pattern: PatternLine; readonly grant: Grant }>()
  for (const { principals, wanted } of work) {
    for (const { grant } of ACTIONS.flatMap((action) => wanted[action].byClientId)) {
      const { name = '' } = principals
      const why = nameProblem(grant, name, version)
      if (why !== undefined) problems.push({ kind: 'client-id-name', grant, name, why })
      const access = grant.action === 'publish' ? 'write' : 'read'
      patterns.set(`${access} ${grant.filter.text}`, { pattern: { access, filter: grant.filter }, grant })
    }
  }
  return Array.from(patterns.values(), ({ pattern, grant }) => {
    if (looksLikeVariable(grant.filter)) problems.push({ kind: 'client-id-text', grant })
    const obstacle = adopt(scene, [pattern], work)
    if (obstacle !== undefined) problems.push({ kind: 'client-id', grant, obstacle })
    return pattern
  })
}

/** Why no pattern with this grant's filter is for one of this name. */
function nameProblem({ filter }: Grant, name: string, version: EngineVersion): NameProblem | undefined {
  if (/[+#]/.test(name)) return 'wildcard'
  return isLostDollar(filter, name, version) ? 'dollar' : undefined
}
