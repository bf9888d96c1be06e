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
   * What a user may do: allows less denies. Where its client identifier is neither fixed nor given, this is what it may
   * do under some identifier, or more: see {@link rightsOf}.
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
      const isOpen = (grant: Grant) => values.clientId === undefined && usesClientId(grant)
      return rightsOf(sets, user.grants, (grant) => grantFilter(grant, values), isOpen)
    },
  }
}

type FilterOf = (grant: Grant) => TopicFilter | undefined

/**
 * Allows less denies, of the grants as `filterOf` reads them; one without a filter matches nothing. Grants that are open
 * wait for the client identifier, which the client chooses; their filters stand for all of its values. A client that is
 * denied something under an identifier takes another one, unless it is the identifier itself that allows it. That is
 * exact where all open grants of an action have the variable once, at the same place, as in `a/${clientId}/#` less
 * `a/${clientId}/x`: the topic tells the identifier then, though an empty level is
 * none, and counts as one. Elsewhere open denies are passed over, an upper bound, and a
 * variable that stands twice in one filter counts as two. Of one topic `decideFreely` is always exact.
 */
export function rightsOf(
  sets: TopicSets,
  grants: readonly Grant[],
  filterOf: FilterOf,
  isOpen: (grant: Grant) => boolean = () => false,
): Rights {
  const topics = (some: readonly Grant[], effect: Grant['effect']) =>
    sets.unionOf(some.filter((grant) => grant.effect === effect).flatMap((grant) => filterOf(grant) ?? []))
  const allowed = (action: Grant['action']) => {
    const those = grants.filter((grant) => grant.action === action)
    const [open, fixed] = [those.filter(isOpen), those.filter((grant) => !isOpen(grant))]
    const rights = sets.difference(topics(fixed, 'allow'), topics(fixed, 'deny'))
    if (open.length === 0) return rights
    const denied = isOfOnePlace(open)
      ? sets.union(topics(fixed, 'deny'), topics(open, 'deny'))
      : topics(fixed, 'deny')
    return sets.union(rights, sets.difference(topics(open, 'allow'), denied))
  }
  return { publish: allowed('publish'), subscribe: allowed('subscribe') }
}

function isOfOnePlace(open: readonly Grant[]): boolean {
  const places = open.map(({ filter }) =>
    filter.levels.flatMap((level, i) => (isClientId(level) ? [i] : [])).join(),
  )
  return new Set(places).size === 1 && !places.some((place) => place.includes(','))
}

/** True when the grant has `${clientId}`. */
export function usesClientId({ filter }: Grant): boolean {
  return filter.levels.some(isClientId)
}

function isClientId(level: Grant['filter']['levels'][number]): boolean {
  return typeof level !== 'string' && level.variable === 'clientId'
}

/** A grant under these values; where one is open, the filter of all of its values. */
export function grantFilter({ filter }: Grant, values: GrantValues): TopicFilter | undefined {
  const known = instantiate(filter, values)
  return known === undefined || isGround(known) ? known : widen(known)
}
