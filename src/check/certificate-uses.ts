/** Which profiles and authorities a topology really uses, and for what. */

import { type Authority, chainOf, type Profile } from '../topology/authority.ts'
import type { Listener } from '../topology/broker.ts'
import { remembered } from '../topology/remembered.ts'
import type { Topology } from '../topology/topology.ts'
import type { User } from '../topology/user.ts'
import { cohortsOf } from './cohorts.ts'
import { listenersOf } from './listeners-of.ts'

export interface CertificateUses {
  /** Profiles of listeners, with one listener that has it. */
  readonly ofListeners: ReadonlyMap<Profile, Listener>
  /** Profiles of users, devices and bridges, with one user that has it. */
  readonly ofUsers: ReadonlyMap<Profile, User>
  readonly profiles: ReadonlySet<Profile>
  /** Issuers of any written profile and of other authorities, and those that a listener trusts. */
  readonly authorities: ReadonlySet<Authority>
}

export const certificateUses = remembered((topology: Topology): CertificateUses => {
  const tls = listenersOf(topology).flatMap(({ listener }) =>
    listener.tls?.kind === 'certificate' ? [{ listener, ...listener.tls }] : [],
  )
  const ofListeners = new Map(tls.map(({ profile, listener }) => [profile, listener]))
  const ofUsers = new Map(
    cohortsOf(topology).flatMap(({ first }) =>
      first.authentication.kind === 'certificate' ? [[first.authentication.profile, first] as const] : [],
    ),
  )
  const written = topology.profiles.filter((profile) => profile.written)
  const profiles = new Set([...ofListeners.keys(), ...ofUsers.keys()])
  const issuers = [...profiles, ...written].flatMap(({ issuer }) => chainOf(issuer))
  const above = topology.authorities.flatMap(({ issuer }) => issuer ?? [])
  return {
    ofListeners,
    ofUsers,
    profiles,
    authorities: new Set([...issuers, ...above, ...tls.flatMap(({ trust }) => trust)]),
  }
})
