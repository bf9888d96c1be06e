/** Authorities that exist already: reads their keys, and holds them against their certificates. */

import { quoted } from '../../diagnostics/quoted.ts'
import { loadPrivateKey } from '../../pki/keys/load-private-key.ts'
import { authorityCertificateId } from '../../pki/materials.ts'
import { isProblem, type PkiProblem } from '../../pki/pki-problem.ts'
import { authorityFrom, type Authority as IssuingAuthority } from '../../pki/x509/authority.ts'
import { readCertificate } from '../../pki/x509/read-certificate.ts'
import type { Authority } from '../../topology/authority.ts'
import { type GivenSecret, secretName } from '../../topology/secret.ts'
import type { Topology } from '../../topology/topology.ts'
import { authorityKeyUnusable, keyMismatch } from '../codes.ts'
import type { FindingList } from '../finding-list.ts'
import { isGiven } from '../secrets/given-secrets.ts'
import { readSecretText, type SecretSource } from '../secrets/read-secret.ts'

/** By certificate id. */
export type ImportedAuthorities = ReadonlyMap<string, IssuingAuthority>

/** Those whose key and certificate are fit to sign; what is wrong with the others is reported. */
export function readAuthorityKeys(
  { authorities }: Topology,
  source: SecretSource,
  findings: FindingList,
): ImportedAuthorities {
  const imported = new Map<string, IssuingAuthority>()
  for (const authority of authorities.filter(({ source }) => source === 'imported')) {
    const issuing = readAuthority(authority, source, findings)
    if (issuing !== undefined) imported.set(authorityCertificateId(authority.name), issuing)
  }
  return imported
}

function readAuthority(
  authority: Authority,
  source: SecretSource,
  findings: FindingList,
): IssuingAuthority | undefined {
  const { certificatePem, key: secret } = authority
  if (certificatePem === undefined || secret === undefined || !isGiven(secret)) {
    throw new Error(`authority ${quoted(authority.name)} is imported without certificate or key`)
  }
  const text = readSecretText(secret, source)
  if (typeof text !== 'string') {
    findings.report(text.code, text.finding)
    return undefined
  }
  const issuing = joinedAuthority(certificatePem, text)
  if (!isProblem(issuing)) return issuing
  reportProblem(authority, secret, issuing, findings)
  return undefined
}

function joinedAuthority(certificatePem: string, keyText: string): IssuingAuthority | PkiProblem {
  const certificate = readCertificate(certificatePem)
  if (isProblem(certificate)) return certificate
  const loaded = loadPrivateKey(keyText)
  return isProblem(loaded) ? loaded : authorityFrom(certificate, loaded.key)
}

function reportProblem(
  { name, path }: Authority,
  secret: GivenSecret,
  { problem, message, hint }: PkiProblem,
  { report }: FindingList,
): void {
  const advice = hint === undefined ? {} : { hint }
  if (problem === 'key-mismatch') {
    report(keyMismatch, {
      message: `${secretName(secret)} holds another key than that of authority ${quoted(name)}`,
      at: { path: secret.path },
      related: [{ at: { path: [...path, 'certificate'] }, message: 'the certificate is named here' }],
      hint: 'name the key that the certificate was made for',
    })
    return
  }
  report(authorityKeyUnusable, {
    message: `authority ${quoted(name)} cannot sign with ${secretName(secret)}: ${message}`,
    at: { path: secret.path },
    ...advice,
  })
}
