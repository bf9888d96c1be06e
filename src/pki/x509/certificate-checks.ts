/** Which certificate belongs to which: keys, issuers, chains. */

import type { KeyObject } from 'node:crypto'
import { exportSpki } from '../keys/signer.ts'
import { type PkiProblem, pkiProblem } from '../pki-problem.ts'
import type { CertificateDescription } from './read-certificate.ts'
import { isSignedBy } from './signed-data.ts'

/** True when `key` (private or public) is the one that the certificate is about. */
export function matchesKey({ publicKey }: CertificateDescription, key: KeyObject): boolean {
  const spki = exportSpki(key)
  return spki.equals(publicKey.spki)
}

/** True when `issuer` is an authority of the right name whose key made the signature of `certificate`. */
export function issuedBy(certificate: CertificateDescription, issuer: CertificateDescription): boolean {
  return (
    certificate.issuer.der.equals(issuer.subject.der) &&
    issuer.isAuthority &&
    issuer.keyUsage?.includes('keyCertSign') !== false &&
    isSignedBy(certificate.signed, issuer.publicKey.spki)
  )
}

/** The first break in a chain that starts with the end entity; each must be issued by the next. */
export function chainProblem(chain: readonly CertificateDescription[]): PkiProblem | undefined {
  for (const [i, certificate] of chain.entries()) {
    const issuer = chain[i + 1]
    if (issuer === undefined || issuedBy(certificate, issuer)) continue
    return pkiProblem(
      'not-issued-by',
      `the certificate of ${certificate.subject.text} was not issued by ${issuer.subject.text}`,
      'give each certificate after the one that it issued',
    )
  }
  return undefined
}

/** What keeps a certificate from being used `now`. */
export function validityProblem(
  { notBefore, notAfter, subject }: CertificateDescription,
  now: Date,
): PkiProblem | undefined {
  if (now < notBefore) {
    return pkiProblem(
      'outside-validity',
      `the certificate of ${subject.text} is not valid before ${notBefore.toISOString()}`,
    )
  }
  if (now <= notAfter) return undefined
  return pkiProblem(
    'outside-validity',
    `the certificate of ${subject.text} expired on ${notAfter.toISOString()}`,
  )
}
