/** Profiles: kinds of end certificates. */

import type { RelatedPlace, SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { compareText } from '../../files/compare-text.ts'
import type { Profile as SpecProfile } from '../../spec/generated/spec.ts'
import type { Authority, CertificateUsage, Profile } from '../authority.ts'
import { profileUsage } from '../codes/pki-codes.ts'
import { lookUp, type NameTable, nameTable } from '../name-table.ts'
import { resolveDuration, resolveRenewBefore } from '../quantity.ts'
import type { Report, Resolution } from '../resolution.ts'
import { sortedTexts } from '../sorted.ts'
import { parseDuration } from '../units.ts'
import type { Filled } from './fill-part.ts'
import { resolveKeyAlgorithm } from './resolve-key-algorithm.ts'

const PATH: SpecPath = ['pki', 'profiles']

export function resolveProfiles(
  resolution: Resolution,
  authorities: NameTable<Authority>,
  { specs, written }: Filled<SpecProfile>,
): NameTable<Profile> {
  const values = new Map<string, Profile>()
  for (const [name, spec] of [...specs].sort(([a], [b]) => compareText(a, b))) {
    const profile = resolveProfile(resolution, authorities, name, spec, written.has(name))
    if (profile !== undefined) values.set(name, profile)
  }
  return nameTable('profile', PATH, [...specs.keys()], values)
}

function resolveProfile(
  resolution: Resolution,
  authorities: NameTable<Authority>,
  name: string,
  {
    issuer: issuerName,
    usages = ['client auth'],
    duration,
    renewBefore,
    privateKey,
    csr = false,
  }: SpecProfile,
  written: boolean,
): Profile | undefined {
  const path = written ? [...PATH, name] : ['pki']
  const issuer = lookUp(resolution, authorities, issuerName, [...path, 'issuer'])
  const durationSeconds =
    resolveDuration(resolution, duration, [...path, 'duration'], { min: '1m' }) ?? parseDuration('397d')
  const life = { seconds: durationSeconds, name: 'life of the certificate' }
  const renewBeforeSeconds = resolveRenewBefore(
    resolution,
    renewBefore,
    [...path, 'renewBefore'],
    life,
    1 / 3,
  )
  const keyAlgorithm = resolveKeyAlgorithm(resolution, privateKey, [...path, 'privateKey'])
  if (issuer === undefined) return undefined
  return {
    name,
    issuer,
    usages: sortedTexts(usages),
    durationSeconds,
    renewBeforeSeconds,
    keyAlgorithm,
    rotationPolicy: privateKey?.rotationPolicy ?? 'never',
    csr,
    written,
    path,
  }
}

/** Holds a profile against what its certificates are used for at `path`; reports a misfit. */
export function hasUsage(profile: Profile, usage: CertificateUsage, path: SpecPath, report: Report): boolean {
  if (profile.usages.includes(usage)) return true
  report(profileUsage, {
    message: `certificates of profile ${quoted(profile.name)} are not for "${usage}"`,
    at: { path },
    related: profileHere(profile),
    hint: `name a profile with "${usage}" in its usages`,
  })
  return false
}

/** The place of a profile as a second place; none where mqttopia filled it in. */
export function profileHere({ written, path }: Profile): RelatedPlace[] {
  return written ? [{ at: { path, on: 'key' }, message: 'the profile is here' }] : []
}
