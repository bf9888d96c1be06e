/** Which of the authorities and profiles that mqttopia fills in are needed at all. */

import type { Authority, Profile } from '../authority.ts'
import type { Broker } from '../broker.ts'
import { sortedByName } from '../sorted.ts'
import { firstsOf } from '../stretches.ts'
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
  const inOrder = [...pki.authorities.values.values()]
  const authorities = withIssuers([
    ...inOrder.filter((authority) => authority.written),
    ...[...profiles].map(({ issuer }) => issuer),
    ...brokers.flatMap(trustOfBroker),
  ])
  return {
    authorities: inOrder.filter((authority) => authorities.has(authority)),
    profiles: sortedByName(profiles),
  }
}

function profilesOfUsers(users: readonly User[]): Set<Profile> {
  const profiles = new Set<Profile>()
  for (const { authentication } of firstsOf(users)) {
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

function withIssuers(authorities: Iterable<Authority>): Set<Authority> {
  const all = new Set<Authority>()
  for (const authority of authorities) {
    for (let at: Authority | undefined = authority; at !== undefined && !all.has(at); at = at.issuer)
      all.add(at)
  }
  return all
}
