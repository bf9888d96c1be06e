/** Where an authority's key and certificate come from. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { CodeDescription } from '../../diagnostics/rule.ts'
import type { Authority as SpecAuthority } from '../../spec/generated/spec.ts'
import type { Authority } from '../authority.ts'
import {
  certificateWithoutKey,
  externalCrl,
  externalWithKey,
  externalWithoutCertificate,
  keyWithoutCertificate,
} from '../codes/pki-codes.ts'
import type { Resolution } from '../resolution.ts'
import { resolveSecret } from '../resolve-secret.ts'
import { withoutUndefined } from '../without-undefined.ts'

type AuthoritySource = Pick<Authority, 'source' | 'certificatePem' | 'key'>

interface Mismatch {
  readonly code: CodeDescription
  /** The setting that asks for more than is there. */
  readonly setting: 'external' | 'key' | 'certificate'
  readonly message: string
  /** The setting that is not there; it may only be missing because it was wrong. */
  readonly missing?: 'key' | 'certificate'
}

/** `undefined` where the parts do not go together, which is reported. */
export function authoritySource(
  resolution: Resolution,
  name: string,
  spec: SpecAuthority,
  path: SpecPath,
): AuthoritySource | undefined {
  const mismatch = findMismatch(spec)
  if (mismatch !== undefined) {
    const { code, setting, message, missing } = mismatch
    if (missing === undefined || !resolution.isDamaged([...path, missing])) {
      const at = { path: [...path, setting] }
      resolution.report(code, { message: `authority ${quoted(name)} ${message}`, at })
    }
    return undefined
  }
  if (spec.external === true) reportOwnCrl(resolution, name, spec, path)
  if (spec.certificate === undefined) return { source: 'generated' }
  return withoutUndefined<AuthoritySource>({
    source: spec.external === true ? 'external' : 'imported',
    certificatePem: resolution.files.get(spec.certificate.file),
    key: spec.key && resolveSecret(spec.key, [...path, 'key'], 0),
  })
}

function findMismatch({ external = false, certificate, key }: SpecAuthority): Mismatch | undefined {
  const hasKey = key !== undefined && key.generate === undefined
  if (external && hasKey)
    return { code: externalWithKey, setting: 'key', message: 'is external but has a key' }
  const missing = certificate === undefined ? 'certificate' : 'key'
  if (external) {
    if (certificate !== undefined) return undefined
    const message = 'is external but has no certificate'
    return { code: externalWithoutCertificate, setting: 'external', message, missing }
  }
  if (hasKey === (certificate !== undefined)) return undefined
  return hasKey
    ? { code: keyWithoutCertificate, setting: 'key', message: 'has a key but no certificate', missing }
    : {
        code: certificateWithoutKey,
        setting: 'certificate',
        message: 'has a certificate but no key of its own',
        missing,
      }
}

/** Only the key signs a revocation list. */
function reportOwnCrl(
  resolution: Resolution,
  name: string,
  { revoked }: SpecAuthority,
  path: SpecPath,
): void {
  const settings = [
    ...(revoked === undefined ? [] : [[...path, 'revoked']]),
    ...(Object.hasOwn(resolution.spec.pki?.crl ?? {}, name) ? [['pki', 'crl', name]] : []),
  ]
  for (const setting of settings) {
    resolution.report(externalCrl, {
      message: `the key of authority ${quoted(name)} lives elsewhere, so mqttopia cannot sign its revocation list`,
      at: { path: setting },
    })
  }
}
