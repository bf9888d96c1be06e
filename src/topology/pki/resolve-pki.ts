/**
 * Authorities and profiles: those that are written, and those that mqttopia fills in. Clients and servers have
 * separate roots, so that no TLS library can take a client's key for a broker's.
 */

import type { Authority as SpecAuthority, Profile as SpecProfile } from '../../spec/generated/spec.ts'
import type { Authority, Profile } from '../authority.ts'
import { lookUp, type NameTable } from '../name-table.ts'
import type { Resolution } from '../resolution.ts'
import { sortedEntries } from '../sorted.ts'
import { fillPart } from './fill-part.ts'
import { resolveAuthorities } from './resolve-authorities.ts'
import { resolveProfiles } from './resolve-profiles.ts'

export interface Pki {
  readonly authorities: NameTable<Authority>
  readonly profiles: NameTable<Profile>
}

const AUTHORITIES: Readonly<Record<string, SpecAuthority>> = {
  'clients-root': {},
  'servers-root': {},
  clients: { issuer: 'clients-root' },
  servers: { issuer: 'servers-root' },
}

const PROFILES: Readonly<Record<string, SpecProfile>> = {
  client: { issuer: 'clients', usages: ['client auth'] },
  server: { issuer: 'servers', usages: ['server auth'] },
}

/** Who only adds to `clients` or `servers` keeps the root above; a certificate that exists has its issuer already. */
function completeAuthority(written: SpecAuthority, byDefault: SpecAuthority): SpecAuthority {
  const exists = written.external === true || written.certificate !== undefined
  return exists ? written : { ...byDefault, ...written }
}

function completeProfile(written: SpecProfile, byDefault: SpecProfile): SpecProfile {
  return { ...byDefault, ...written }
}

export function resolvePki(resolution: Resolution, topologyName: string): Pki {
  const { pki = {} } = resolution.spec
  const authorities = resolveAuthorities(
    resolution,
    topologyName,
    fillPart(resolution, 'authorities', pki.authorities, AUTHORITIES, completeAuthority),
  )
  const profiles = resolveProfiles(
    resolution,
    authorities,
    fillPart(resolution, 'profiles', pki.profiles, PROFILES, completeProfile),
  )
  reportUnknownLists(resolution, authorities)
  return { authorities, profiles }
}

/** Settings of revocation lists name their authority by their key. */
function reportUnknownLists(resolution: Resolution, authorities: NameTable<Authority>): void {
  for (const [name] of sortedEntries(resolution.spec.pki?.crl)) {
    const path = ['pki', 'crl', name]
    lookUp(resolution, authorities, name, path, (code, finding) =>
      resolution.report(code, { ...finding, at: { path, on: 'key' } }),
    )
  }
}
