/** TLS of one listener. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import type { Listener as SpecListener, ListenerTls as SpecListenerTls } from '../../spec/generated/spec.ts'
import type { Authority } from '../authority.ts'
import type { CertificateTls, ListenerTls } from '../broker.ts'
import { tlsPskWithCertificate } from '../codes/broker-codes.ts'
import { lookUp, lookUpAll } from '../name-table.ts'
import type { Pki } from '../pki/resolve-pki.ts'
import { hasUsage } from '../pki/resolve-profiles.ts'
import type { Resolution } from '../resolution.ts'
import { sortedByName } from '../sorted.ts'
import { withoutUndefined } from '../without-undefined.ts'
import type { OpenTrust } from './open-trust.ts'

interface ResolvedTls {
  readonly tls: ListenerTls
  /** Present where the listener leaves it to its users whom it trusts. */
  readonly open?: OpenTrust
}

const DEFAULT_PROFILE = 'server'
const NOT_FOR_PSK = ['profile', 'clientAuth', 'identity', 'trust', 'crl', 'minVersion'] as const

/** `undefined` where the settings do not go together or name what is not there, which is reported. */
export function resolveListenerTls(
  resolution: Resolution,
  pki: Pki,
  broker: string,
  { tls = {}, auth }: SpecListener,
  listenerPath: SpecPath,
): ResolvedTls | undefined {
  const path = [...listenerPath, 'tls']
  if (tls.psk !== undefined) return resolvePskTls(resolution, broker, tls, path)
  const trust =
    tls.trust && sortedByName(lookUpAll(resolution, pki.authorities, tls.trust, [...path, 'trust']))
  const profile = lookUp(resolution, pki.profiles, tls.profile ?? DEFAULT_PROFILE, [...path, 'profile'])
  if (profile === undefined || !hasUsage(profile, 'server auth', [...path, 'profile'], resolution.report)) {
    return undefined
  }
  const clientAuth = tls.clientAuth ?? (auth.includes('certificate') ? 'required' : 'none')
  const open: Authority[] = []
  const certificateTls = withoutUndefined<CertificateTls>({
    kind: 'certificate',
    profile,
    clientAuth,
    identity: tls.identity ?? 'commonName',
    trust: clientAuth === 'none' ? [] : (trust ?? open),
    crl: tls.crl ?? false,
    minVersion: tls.minVersion ?? '1.2',
    ciphers: tls.ciphers,
  })
  return certificateTls.trust === open
    ? { tls: certificateTls, open: { broker, trust: open } }
    : { tls: certificateTls }
}

function resolvePskTls(
  { report }: Resolution,
  broker: string,
  tls: SpecListenerTls,
  path: SpecPath,
): ResolvedTls | undefined {
  const misplaced = NOT_FOR_PSK.filter((setting) => tls[setting] !== undefined)
  for (const setting of misplaced) {
    report(tlsPskWithCertificate, {
      message: `a listener with pre-shared keys has no "${setting}"`,
      at: { path: [...path, setting], on: 'key' },
      related: [{ at: { path: [...path, 'psk'], on: 'key' }, message: 'the pre-shared keys are here' }],
    })
  }
  if (misplaced.length > 0) return undefined
  const { ciphers } = tls
  const psk = withoutUndefined<ListenerTls>({ kind: 'psk', hint: tls.psk?.hint ?? broker, ciphers })
  return { tls: psk }
}
