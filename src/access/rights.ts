/** The exact sets of topics that grants give: one user's, or those of all users who share a list of grants. */

import type { TopicFilter } from '../topic/filter.ts'
import { instantiate, isGround, widen } from '../topic/filter-template.ts'
import type { TopicSet, TopicSets } from '../topic/topic-set.ts'
import type { Grant, User } from '../topology/user.ts'
import { type GrantValues, grantValues } from './grant-values.ts'
import { withVariablesAsLevels } from './variable-levels.ts'

export interface Rights {
  readonly publish: TopicSet
  readonly subscribe: TopicSet
}

export interface RightsReader {
  /**
   * What a user may do: allows less denies. Where its client identifier is neither fixed nor given, this is what it
   * may do under some identifier: `${clientId}` counts as any level in an allow, and is passed over in a deny. That
   * is an upper bound when the variable stands twice in one filter or in allows and denies alike.
   */
  of(user: User, clientId?: string): Rights
  /**
   * What a list of grants gives in general, worked out once for all users who share the list: variables stand for
   * levels that no other user and no filter has. Exact for every user whose name and client identifier differ and
   * are spelt out by no filter of the list.
   */
  shapeOf(grants: readonly Grant[]): Rights
}

/** Rights as sets of the family `sets`. Lists of grants without variables are worked out once each. */
export function createRightsReader(sets: TopicSets): RightsReader {
  const shapes = new WeakMap<readonly Grant[], Rights>()
  const shapeOf = (grants: readonly Grant[]) => {
    const shape = shapes.get(grants) ?? rightsOf(sets, grants, ({ filter }) => withVariablesAsLevels(filter))
    shapes.set(grants, shape)
    return shape
  }
  return {
    shapeOf,
    of: (user, clientId) => {
      if (user.grants.every(({ filter }) => isGround(filter))) return shapeOf(user.grants)
      const values = grantValues(user, clientId)
      return rightsOf(sets, user.grants, (grant) => grantFilter(grant, values))
    },
  }
}

type FilterOf = (grant: Grant) => TopicFilter | undefined

function rightsOf(sets: TopicSets, grants: readonly Grant[], filterOf: FilterOf): Rights {
  const topics = (effect: Grant['effect'], action: Grant['action']) =>
    sets.unionOf(
      grants
        .filter((grant) => grant.effect === effect && grant.action === action)
        .flatMap((grant) => filterOf(grant) ?? []),
    )
  const allowed = (action: Grant['action']) =>
    sets.difference(topics('allow', action), topics('deny', action))
  return { publish: allowed('publish'), subscribe: allowed('subscribe') }
}

function grantFilter({ filter, effect }: Grant, values: GrantValues): TopicFilter | undefined {
  const known = instantiate(filter, values)
  if (known === undefined || isGround(known)) return known
  return effect === 'allow' ? widen(known) : undefined
}
