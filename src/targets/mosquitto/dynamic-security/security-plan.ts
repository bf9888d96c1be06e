/** Who has which role in the dynamic-security plugin: one for all who have the same grants, where no name enters them. */

import { isGround } from '../../../topic/filter-template.ts'
import type { Broker } from '../../../topology/broker.ts'
import type { Topology } from '../../../topology/topology.ts'
import type { Grant, User } from '../../../topology/user.ts'
import { grantsKey } from '../acl/principal-class.ts'
import { type SecurityAcl, securityAcls } from './security-role.ts'

export interface SecurityRole {
  readonly rolename: string
  readonly acls: readonly SecurityAcl[]
}

export interface SecurityPlan {
  readonly roles: readonly SecurityRole[]
  /** Everybody with a username, in the order of the topology; without a role: nothing is allowed. */
  readonly clients: readonly { readonly user: User; readonly rolename?: string }[]
  /** The role of clients without a username. */
  readonly anonymous?: string
}

export function securityPlan({ users }: Topology, broker: Broker): SecurityPlan {
  const roles: SecurityRole[] = []
  const roleOf = roleMaker(roles)
  const clients: { user: User; rolename?: string }[] = []
  let anonymous: string | undefined
  for (const user of users.filter(({ at }) => at.includes(broker))) {
    const rolename = roleOf(user)
    if (user.kind === 'anonymous') anonymous = rolename
    else clients.push(rolename === undefined ? { user } : { user, rolename })
  }
  return anonymous === undefined ? { roles, clients } : { roles, clients, anonymous }
}

/** Adds a role where there is none yet; a user of whose grants none can match needs none. */
function roleMaker(roles: SecurityRole[]): (user: User) => string | undefined {
  const shared = new Map<string, string | undefined>()
  const add = (rolename: string, acls: readonly SecurityAcl[]) => {
    if (acls.length === 0) return undefined
    roles.push({ rolename, acls })
    return rolename
  }
  return (user) => {
    const bearer = { username: user.kind === 'anonymous' ? '' : user.name, clientId: user.clientId }
    if (!isNameless(user.grants)) return add(`user/${user.name}`, securityAcls(user.grants, bearer))
    const key = grantsKey(user.grants)
    if (!shared.has(key)) shared.set(key, add(`shared/${shared.size + 1}`, securityAcls(user.grants, bearer)))
    return shared.get(key)
  }
}

function isNameless(grants: readonly Grant[]): boolean {
  return grants.every(({ filter }) => isGround(filter))
}
