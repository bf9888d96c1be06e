/**
 * Roles of the dynamic-security plugin (mosquitto_dynamic_security.json): lists of topics with a priority, of which the
 * highest that matches decides. Each direction has a list of its own, so a deny takes that direction alone.
 */

import { compareText } from '../../../files/compare-text.ts'
import { overlaps, type TopicFilter } from '../../../topic/filter.ts'
import { instantiate, isGround } from '../../../topic/filter-template.ts'
import type { Grant } from '../../../topology/user.ts'
import { ACTIONS } from '../../../topology/user.ts'
import { widest } from '../acl/acl-line.ts'

export interface SecurityAcl {
  readonly acltype: 'publishClientSend' | 'publishClientReceive'
  readonly topic: string
  readonly priority: number
  readonly allow: boolean
}

/** Whose variables stand for what; a client without a username has the empty one, which is no level of a topic. */
export interface Bearer {
  readonly username: string
  readonly clientId: string | undefined
}

export const ACL_TYPES = { publish: 'publishClientSend', subscribe: 'publishClientReceive' } as const

/** What outranks the allows. */
const DENY_PRIORITY = 1

/** Low priorities first, as the plugin is quicker to read them; within one, by topic. */
export function securityAcls(grants: readonly Grant[], bearer: Bearer): SecurityAcl[] {
  const acls = ACTIONS.flatMap((action) => {
    const allowed = filters(grants, 'allow', action, bearer)
    const denied = filters(grants, 'deny', action, bearer).filter((deny) =>
      allowed.some((allow) => overlaps(deny, allow)),
    )
    const acl = (allow: boolean) => (filter: TopicFilter) => ({
      ...{ acltype: ACL_TYPES[action], topic: filter.text },
      ...{ priority: allow ? 0 : DENY_PRIORITY, allow },
    })
    return [...allowed.map(acl(true)), ...denied.map(acl(false))]
  })
  return acls.sort(
    (a, b) => a.priority - b.priority || compareText(a.acltype, b.acltype) || compareText(a.topic, b.topic),
  )
}

function filters(
  grants: readonly Grant[],
  effect: Grant['effect'],
  action: Grant['action'],
  bearer: Bearer,
): readonly TopicFilter[] {
  const chosen = grants.filter((grant) => grant.effect === effect && grant.action === action)
  const ground = chosen.flatMap(({ filter }) => {
    const bound = instantiate(filter, bearer)
    return bound !== undefined && isGround(bound) ? [bound] : []
  })
  return widest(ground)
}
