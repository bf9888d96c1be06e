/** The profile of a bridge's certificate where the bridge names none. */

import { quoted, quotedList } from '../../diagnostics/quoted.ts'
import type { Profile } from '../authority.ts'
import type { Listener } from '../broker.ts'
import { ambiguousProfile } from '../codes/broker-codes.ts'
import type { World } from '../users/world.ts'
import type { Dialling } from './bridge-listener.ts'

const DEFAULT_PROFILE = 'client'

/** Its name: `client` where the listener trusts its issuer, else the only one that it trusts. */
export function bridgeProfile(
  { resolution, pki }: World,
  { name, path }: Dialling,
  { tls }: Listener,
): string | undefined {
  const trust = tls?.kind === 'certificate' ? tls.trust : []
  // Whom a listener trusts that does not say is only known later, and follows from this.
  if (trust.length === 0) return DEFAULT_PROFILE
  const fitting = [...pki.profiles.values.values()].filter(
    (profile) => isForClients(profile) && trust.includes(profile.issuer),
  )
  const [profile, ...others] = fitting
  if (fitting.some((profile) => profile.name === DEFAULT_PROFILE)) return DEFAULT_PROFILE
  if (profile !== undefined && others.length === 0) return profile.name
  const names = fitting.map((profile) => profile.name)
  resolution.report(ambiguousProfile, {
    message: `the certificate of bridge ${quoted(name)} could be of ${names.length === 0 ? 'no profile' : `profile ${quotedList(names, 'or')}`}`,
    at: { path, on: 'key' },
    hint: 'add "auth" with the profile: { certificate: PROFILE }',
  })
  return undefined
}

function isForClients({ usages, csr }: Profile): boolean {
  return usages.includes('client auth') && !csr
}
