/** Which grants use a variable. */

import type { VariableName } from '../topic/filter-template.ts'
import type { Grant, User } from '../topology/user.ts'
import { grantListsOf } from './written-grants.ts'

/** The first such grant with the variable in each list of grants of some users, and those who share the list, less bridges. */
export function* grantsWithVariable(
  users: readonly User[],
  name: VariableName,
  effects: readonly Grant['effect'][] = ['allow', 'deny'],
): Generator<{ readonly grant: Grant; readonly users: readonly User[] }> {
  for (const { grants, users: sharers } of grantListsOf(users)) {
    const grant = grants.find(
      ({ effect, filter }) =>
        effects.includes(effect) &&
        filter.levels.some((level) => typeof level === 'object' && level.variable === name),
    )
    if (grant !== undefined) yield { grant, users: sharers.filter(({ kind }) => kind !== 'bridge') }
  }
}
