/** The exact sets of topics that grants give to one user, or to all users who differ in nothing but their names. */

import type { TopicFilter } from '../topic/filter.ts'
import { instantiate, isGround, widen } from '../topic/filter-template.ts'
import type { TopicSet, TopicSets } from '../topic/topic-set.ts'
import type { Grant, User } from '../topology/user.ts'
import { type GrantValues, grantValues } from './grant-values.ts'
import { ownFilter } from './own-form.ts'

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
  /** What a user may do in own form (`own-form.ts`), exactly. */
  inOwnForm(user: User): Rights
}

/** Rights as sets of the family `sets`. Lists of grants without variables are worked out once each. */
export function createRightsReader(sets: TopicSets): RightsReader {
  const known = new WeakMap<readonly Grant[], Rights>()
  const ofGround = (grants: readonly Grant[]) => {
    const rights =
      known.get(grants) ?? rightsOf(sets, grants, ({ filter }) => (isGround(filter) ? filter : undefined))
    known.set(grants, rights)
    return rights
  }
  return {
    inOwnForm: (user) => rightsOf(sets, user.grants, (grant) => ownFilter(grant, user)),
    of: (user, clientId) => {
      if (user.grants.every(({ filter }) => isGround(filter))) return ofGround(user.grants)
      const values = grantValues(user, clientId)
      return rightsOf(sets, user.grants, (grant) => grantFilter(grant, values))
    },
  }
}

type FilterOf = (grant: Grant) => TopicFilter | undefined

/** Allows less denies, of the grants as `filterOf` reads them; one without a filter matches nothing. */
export function rightsOf(sets: TopicSets, grants: readonly Grant[], filterOf: FilterOf): Rights {
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

/** A grant under these values; where one is open, the widest filter of an allow, and none of a deny. */
export function grantFilter({ filter, effect }: Grant, values: GrantValues): TopicFilter | undefined {
  const known = instantiate(filter, values)
  if (known === undefined || isGround(known)) return known
  return effect === 'allow' ? widen(known) : undefined
}
