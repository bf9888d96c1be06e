/** How many users each role and group reaches. */

import { compareText } from '../../files/compare-text.ts'
import type { Resolution } from '../resolution.ts'
import { sortedEntries } from '../sorted.ts'
import type { RoleUse } from '../topology.ts'

/** What some users have, and how many they are. */
export interface Reach {
  readonly roles: readonly string[]
  readonly groups: readonly string[]
  readonly userCount: number
}

/** One entry for each role and group of the spec, sorted by name, groups before roles of the same name. */
export function roleUses({ spec }: Pick<Resolution, 'spec'>, reaches: readonly Reach[]): RoleUse[] {
  const uses = [...countUses('group', spec.groups, reaches), ...countUses('role', spec.roles, reaches)]
  return uses.sort((a, b) => compareText(a.name, b.name))
}

function countUses(
  kind: RoleUse['kind'],
  specs: Readonly<Record<string, unknown>> | undefined,
  reaches: readonly Reach[],
): RoleUse[] {
  const counts = new Map<string, number>()
  for (const reach of reaches) {
    for (const name of kind === 'role' ? reach.roles : reach.groups) {
      counts.set(name, (counts.get(name) ?? 0) + reach.userCount)
    }
  }
  return sortedEntries(specs).map(([name]) => ({
    kind,
    name,
    userCount: counts.get(name) ?? 0,
    path: [`${kind}s`, name],
  }))
}
