/** The meaning of grants for one message: the reference that every target's output is compared with. */

import { matches } from '../topic/filter.ts'
import { instantiate, isGround } from '../topic/filter-template.ts'
import type { Grant, User } from '../topology/user.ts'
import { type GrantValues, grantValues } from './grant-values.ts'

export interface Verdict {
  readonly allowed: boolean
  /** What decided: the denies that match, or else the allows that match. Empty: nothing matches. */
  readonly grants: readonly Grant[]
}

/**
 * Says whether a user may publish to, or receive from, the valid topic name `topic`. Nothing is allowed by
 * default, and a deny wins over every allow. `clientId` is the connection's, for users without a fixed one;
 * without either, grants with `${clientId}` match nothing.
 */
export function decide(
  user: User,
  action: Grant['action'],
  topic: string,
  { clientId }: { readonly clientId?: string } = {},
): Verdict {
  const values = grantValues(user, clientId)
  const matching = user.grants.filter(
    (grant) => grant.action === action && grantMatches(grant, values, topic),
  )
  const denies = matching.filter(({ effect }) => effect === 'deny')
  if (denies.length > 0) return { allowed: false, grants: denies }
  return { allowed: matching.length > 0, grants: matching }
}

function grantMatches({ filter }: Grant, values: GrantValues, topic: string): boolean {
  const ground = instantiate(filter, values)
  return ground !== undefined && isGround(ground) && matches(ground, topic)
}

/**
 * As {@link decide}, under whatever client identifier suits the client best, where it may choose one: that is one of the
 * topic's levels, or one that nothing mentions.
 */
export function decideFreely(user: User, action: Grant['action'], topic: string): Verdict {
  const other = decide(user, action, topic)
  if (user.clientId !== undefined || other.allowed) return other
  const own = [...new Set(topic.split('/'))].map((clientId) => decide(user, action, topic, { clientId }))
  const verdicts = [...own, other]
  return verdicts.find(({ allowed }) => allowed) ?? verdicts.find(({ grants }) => grants.length > 0) ?? other
}
