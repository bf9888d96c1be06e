/** Who may come in through listeners, and so is asked about in the file that decides there. */

import { authKindOf } from '../access/admission.ts'
import { type Authority, rootOf } from '../topology/authority.ts'
import type { Broker, Listener } from '../topology/broker.ts'
import { firstsOf } from '../topology/stretches.ts'
import type { Topology } from '../topology/topology.ts'
import type { User } from '../topology/user.ts'

/** Users of the broker, and those of others whose certificates OpenSSL takes too: it trusts a root as a whole. */
export function comersThrough(
  { users }: Topology,
  broker: Broker,
  listeners: readonly Listener[],
): readonly User[] {
  const roots = rootsOf(listeners)
  const isAll = listeners.length === broker.listeners.length
  const kinds = new Set(listeners.flatMap(({ auth }) => auth))
  const comes = ({ at, authentication }: User): boolean => {
    const isHere = at.includes(broker)
    if (isHere && isAll) return true
    if (authentication.kind === 'certificate') return roots.has(rootOf(authentication.profile.issuer).name)
    return isHere && kinds.has(authKindOf(authentication))
  }
  // Most often everybody does: the same list is known already.
  return Array.from(firstsOf(users)).every(comes) ? users : users.filter(comes)
}

/** True when clients without a username come in. */
export function admitsNameless(listeners: readonly Listener[]): boolean {
  return listeners.some(({ auth }) => auth.includes('anonymous'))
}

/** True when a certificate that is let in may bear a name that no user of the topology has. */
export function admitsStrangers({ authorities, brokers }: Topology, listeners: readonly Listener[]): boolean {
  const roots = rootsOf(listeners)
  const isBelow = (authority: Authority) => roots.has(rootOf(authority).name)
  const isServer = (listener: Listener) =>
    listener.tls?.kind === 'certificate' &&
    listener.tls.profile.usages.includes('client auth') &&
    isBelow(listener.tls.profile.issuer)
  return (
    authorities.some((authority) => authority.source !== 'generated' && isBelow(authority)) ||
    brokers.some((broker) => broker.listeners.some(isServer))
  )
}

function rootsOf(listeners: readonly Listener[]): ReadonlySet<string> {
  const trusted = listeners.flatMap(({ auth, tls }) =>
    auth.includes('certificate') && tls?.kind === 'certificate' ? tls.trust : [],
  )
  return new Set(trusted.map((authority) => rootOf(authority).name))
}
