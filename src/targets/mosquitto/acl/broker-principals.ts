/** Everybody who may turn up on a broker: its own users, and whoever else its listeners let in. */

import { type Authority, rootOf } from '../../../topology/authority.ts'
import type { Broker } from '../../../topology/broker.ts'
import { remembered } from '../../../topology/remembered.ts'
import type { Topology } from '../../../topology/topology.ts'
import type { User } from '../../../topology/user.ts'
import { takes, trustedRoots } from '../conf/logins.ts'
import type { BridgedTopics } from './message-flow.ts'
import type { Principal } from './principal-class.ts'

const NO_GRANTS: Principal['grants'] = []

/**
 * A certificate listener lets in every client certificate below the roots that it trusts, whatever authority stands
 * between, so users of other brokers turn up too, and, below a root that others use, names that no spec knows.
 */
export function brokerPrincipals(topology: Topology, broker: Broker): readonly Principal[] {
  const roots = trustedRoots(broker.listeners)
  let anonymous: Principal = { name: undefined, grants: NO_GRANTS }
  let guests: readonly (Guest | undefined)[] | undefined
  const principals: Principal[] = []
  for (let i = 0; i < topology.users.length; i++) {
    const user = topology.users[i] as User
    const isHere = user.at.includes(broker)
    if (user.kind === 'anonymous') {
      if (isHere) anonymous = { ...anonymous, grants: user.grants }
    } else if (isHere) principals.push(user)
    else {
      guests ??= guestsOf(topology)
      const guest = guests[i]
      if (guest !== undefined && roots.has(guest.root)) principals.push(guest.principal)
    }
  }
  if (takes(broker.listeners, 'anonymous')) principals.push(anonymous)
  if (letsInStrangers(topology, roots)) principals.push({ name: '', grants: NO_GRANTS, isOpen: true })
  return principals
}

/** True when a certificate below these roots may bear a name that is no user's. */
function letsInStrangers({ authorities, brokers }: Topology, roots: ReadonlySet<string>): boolean {
  const isBelow = (authority: Authority) => roots.has(rootOf(authority).name)
  const servers = brokers.flatMap(({ listeners }) =>
    listeners.flatMap(({ tls }) => (tls?.kind === 'certificate' ? [tls.profile] : [])),
  )
  return (
    authorities.some((authority) => authority.source !== 'generated' && isBelow(authority)) ||
    servers.some(({ usages, issuer }) => usages.includes('client auth') && isBelow(issuer))
  )
}

interface Guest {
  readonly principal: Principal
  /** The name of the root that its certificate is below. */
  readonly root: string
}

/** What each user is on the brokers of others, in the order of the users. Made once: each broker has those of all others. */
const guestsOf = remembered(({ users }: Topology): readonly (Guest | undefined)[] => users.map(guestOf))

function guestOf({ name, authentication }: User): Guest | undefined {
  if (authentication.kind !== 'certificate') return undefined
  return { principal: { name, grants: NO_GRANTS }, root: rootOf(authentication.profile.issuer).name }
}

/** What the bridges in the broker's own configuration bring in and carry away. */
export function bridgedTopics({ bridges }: Topology, broker: Broker): BridgedTopics {
  const routes = bridges.filter(({ from }) => from === broker).flatMap((bridge) => bridge.routes)
  const localOf = (...directions: readonly string[]) =>
    routes.filter(({ direction }) => directions.includes(direction)).map(({ local }) => local)
  return { publish: localOf('in', 'both'), subscribe: localOf('out', 'both') }
}
