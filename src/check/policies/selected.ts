/** Whom a selector of a policy means. */

import type { Party } from '../../access/parties.ts'
import type { FlowSelection, Policy, Selector, Statement } from '../../topology/policy.ts'

/** True for nobody in particular, and for whoever the selector names; members of a party are all meant or none. */
export function isSelected(selector: Selector | undefined, { users: [user] }: Party): boolean {
  switch (selector?.kind) {
    case undefined:
      return true
    case 'user':
      return user.name === selector.name
    case 'group':
      return user.groups.includes(selector.name)
    case 'fleet':
      return user.fleet === selector.name
    case 'broker':
      return user.at.includes(selector.broker)
  }
}

/** The levels that tell some users from others: names in selectors, and levels of topics. */
export function* levelsMentioned(policies: readonly Policy[]): Generator<string> {
  for (const statement of policies.flatMap(({ statements }) => statements)) {
    for (const { from, to, topics = [] } of flowsOf(statement)) {
      for (const selector of [from, to]) if (selector?.kind === 'user') yield selector.name
      for (const { levels } of topics) yield* levels
    }
  }
}

function flowsOf(statement: Statement): readonly FlowSelection[] {
  if (statement.kind === 'require-flow') return [statement.flow]
  if (statement.kind !== 'forbid-flow') return []
  const { flow, unless } = statement
  return typeof unless === 'object' ? [flow, unless] : [flow]
}
