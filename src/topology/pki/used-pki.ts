/** Which of the authorities and profiles that mqttopia fills in are needed at all. */

import { type Authority, chainOf, type Profile } from '../authority.ts'
import type { Broker } from '../broker.ts'
import { compareText, sortedByName } from '../sorted.ts'
import type { User } from '../user.ts'
import type { Pki } from './resolve-pki.ts'

interface UsedPki {
  /** Issuers before what they issue; equals by name. */
  readonly authorities: readonly Authority[]
  readonly profiles: readonly Profile[]
}

/** Everything that is written, and of the rest what brokers and users lead to. */
export function usedPki(pki: Pki, brokers: readonly Broker[], users: readonly User[]): UsedPki {
  const written = [...pki.profiles.values.values()].filter((profile) => profile.written)
  const profiles = new Set([...written, ...brokers.flatMap(profilesOfBroker), ...profilesOfUsers(users)])
  const authorities = new Set([
    ...[...pki.authorities.values.values()].filter((authority) => authority.written),
    ...[...profiles].map(({ issuer }) => issuer),
    ...brokers.flatMap(trustOfBroker),
  ])
  return {
    authorities: byDepth(new Set([...authorities].flatMap(chainOf))),
    profiles: sortedByName(profiles),
  }
}

function profilesOfUsers(users: readonly User[]): Set<Profile> {
  const profiles = new Set<Profile>()
  for (const { authentication } of users) {
    if (authentication.kind === 'certificate') profiles.add(authentication.profile)
  }
  return profiles
}

function profilesOfBroker({ listeners }: Broker): Profile[] {
  return listeners.flatMap(({ tls }) => (tls?.kind === 'certificate' ? [tls.profile] : []))
}

function trustOfBroker({ listeners }: Broker): readonly Authority[] {
  return listeners.flatMap(({ tls }) => (tls?.kind === 'certificate' ? tls.trust : []))
}

function byDepth(authorities: Iterable<Authority>): Authority[] {
  return [...authorities]
    .map((authority) => ({ authority, depth: chainOf(authority).length }))
    .sort((a, b) => a.depth - b.depth || compareText(a.authority.name, b.authority.name))
    .map(({ authority }) => authority)
}
