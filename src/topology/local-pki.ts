/**
 * Authorities and profiles as they are on one machine for trial: an authority whose key lives elsewhere, and that is to
 * sign something, is made here, and so are the keys that devices keep; nobody outside is asked.
 */

import { type Authority, chainOf, type Profile } from './authority.ts'
import type { ListenerTls } from './broker.ts'
import type { Topology } from './topology.ts'
import type { Authentication } from './user.ts'

export interface LocalPki {
  readonly authority: (authority: Authority) => Authority
  readonly profile: (profile: Profile) => Profile
  readonly tls: (tls: ListenerTls) => ListenerTls
  readonly authentication: (authentication: Authentication) => Authentication
}

/** Of each the same object for the same object; where nothing is to be made here, that object itself. */
export function localPki({ authorities, profiles }: Topology): LocalPki {
  const issuers = [...profiles, ...authorities.filter(({ source }) => source === 'generated')]
  const signing = new Set(issuers.flatMap(({ issuer }) => (issuer === undefined ? [] : chainOf(issuer))))
  const isMadeHere = (each: Authority) => each.source === 'external' && signing.has(each)
  if (!authorities.some(isMadeHere) && !profiles.some(({ csr }) => csr)) return unchanged
  const authority = remembered((each: Authority): Authority => {
    const { certificatePem: _, issuer, ...rest } = each
    const above = issuer === undefined ? {} : { issuer: authority(issuer) }
    return isMadeHere(each) ? { ...rest, ...above, source: 'generated' } : { ...each, ...above }
  })
  const profile = remembered(
    (each: Profile): Profile => ({
      ...each,
      ...{ issuer: authority(each.issuer), csr: false },
    }),
  )
  return {
    authority,
    profile,
    tls: (tls) =>
      tls.kind === 'certificate'
        ? { ...tls, profile: profile(tls.profile), trust: tls.trust.map(authority) }
        : tls,
    authentication: remembered((each: Authentication): Authentication => {
      if (each.kind !== 'certificate') return each
      const { csrFile: _, ...rest } = each
      return { ...rest, profile: profile(each.profile) }
    }),
  }
}

const unchanged: LocalPki = {
  authority: (authority) => authority,
  profile: (profile) => profile,
  tls: (tls) => tls,
  authentication: (authentication) => authentication,
}

function remembered<T extends object>(make: (item: T) => T): (item: T) => T {
  const known = new Map<T, T>()
  return (item) => {
    const made = known.get(item) ?? make(item)
    known.set(item, made)
    return made
  }
}
