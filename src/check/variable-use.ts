/** Which grants use a variable. */

import type { VariableName } from '../topic/filter-template.ts'
import type { Topology } from '../topology/topology.ts'
import type { Grant, User } from '../topology/user.ts'
import { grantLists } from './written-grants.ts'

/** The first such grant with the variable in each list of grants, and the users who share the list, less bridges. */
export function* grantsWithVariable(
  topology: Topology,
  name: VariableName,
  effects: readonly Grant['effect'][] = ['allow', 'deny'],
): Generator<{ readonly grant: Grant; readonly users: readonly User[] }> {
  for (const { grants, users } of grantLists(topology)) {
    const grant = grants.find(
      ({ effect, filter }) =>
        effects.includes(effect) &&
        filter.levels.some((level) => typeof level === 'object' && level.variable === name),
    )
    if (grant !== undefined) yield { grant, users: users.filter(({ kind }) => kind !== 'bridge') }
  }
}
