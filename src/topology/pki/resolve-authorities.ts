/** Certificate authorities, issuers before what they issue. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import type { Authority as SpecAuthority } from '../../spec/generated/spec.ts'
import type { Authority } from '../authority.ts'
import { lookUp, type NameTable } from '../name-table.ts'
import { resolveDuration, resolveRenewBefore } from '../quantity.ts'
import type { Resolution } from '../resolution.ts'
import { parseDuration } from '../units.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { authoritySource } from './authority-source.ts'
import type { Filled } from './fill-part.ts'
import { orderByIssuer } from './order-by-issuer.ts'
import { resolveCrl, resolveRevocations } from './resolve-crl.ts'
import { resolveKeyAlgorithm } from './resolve-key-algorithm.ts'

const PATH: SpecPath = ['pki', 'authorities']
/** RFC 5280 A.1, ub-common-name. */
const MAX_COMMON_NAME = 64

/** What one authority is made of. */
interface Draft {
  readonly name: string
  readonly spec: SpecAuthority
  readonly written: boolean
  readonly path: SpecPath
  readonly issuer: Authority | undefined
}

/** The values of the table stand in that order, too; equals by name. */
export function resolveAuthorities(
  resolution: Resolution,
  topologyName: string,
  { specs, written }: Filled<SpecAuthority>,
): NameTable<Authority> {
  const values = new Map<string, Authority>()
  const unresolved = new Set(specs.keys())
  const table: NameTable<Authority> = { kind: 'authority', path: PATH, values, broken: unresolved }
  for (const name of orderByIssuer(resolution, specs, written)) {
    const spec = specs.get(name) ?? {}
    const path = written.has(name) ? [...PATH, name] : ['pki']
    const issuer =
      spec.issuer === undefined
        ? undefined
        : lookUp(resolution, table, spec.issuer, [...PATH, name, 'issuer'])
    if (spec.issuer !== undefined && issuer === undefined) continue
    const draft = { name, spec, written: written.has(name), path, issuer }
    const authority = resolveAuthority(resolution, topologyName, draft)
    if (authority === undefined) continue
    values.set(name, authority)
    unresolved.delete(name)
  }
  return table
}

function resolveAuthority(
  resolution: Resolution,
  topologyName: string,
  { name, spec, written, path, issuer }: Draft,
): Authority | undefined {
  const source = authoritySource(resolution, name, spec, path)
  if (source === undefined) return undefined
  const durationSeconds =
    resolveDuration(resolution, spec.duration, [...path, 'duration'], { min: '1m' }) ??
    parseDuration(issuer === undefined ? '20y' : '10y')
  const life = { seconds: durationSeconds, name: 'life of the certificate' }
  return withoutUndefined<Authority>({
    name,
    commonName: spec.commonName ?? defaultCommonName(topologyName, name),
    issuer,
    ...source,
    keyAlgorithm: resolveKeyAlgorithm(resolution, spec.privateKey, [...path, 'privateKey']),
    durationSeconds,
    renewBeforeSeconds: resolveRenewBefore(
      resolution,
      spec.renewBefore,
      [...path, 'renewBefore'],
      life,
      1 / 3,
    ),
    pathLen: spec.pathLen ?? (issuer === undefined ? undefined : 0),
    crl: resolveCrl(resolution, name, path),
    revoked: resolveRevocations(resolution, spec.revoked, [...path, 'revoked']),
    written,
    path,
  })
}

/** The topology's name gives way where both together are too long. */
function defaultCommonName(topologyName: string, name: string): string {
  return `${topologyName.slice(0, Math.max(0, MAX_COMMON_NAME - 1 - name.length))} ${name}`.trim()
}
