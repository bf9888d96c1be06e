/** A certificate authority that can issue: its certificate and its key, checked against each other. */

import type { KeyObject } from 'node:crypto'
import { type Signer, signerFor } from '../keys/signer.ts'
import { isProblem, type PkiProblem, pkiProblem } from '../pki-problem.ts'
import { matchesKey } from './certificate-checks.ts'
import type { CertificateDescription } from './read-certificate.ts'

export interface Authority {
  readonly certificate: CertificateDescription
  readonly signer: Signer
}

/** Joins certificate and key, generated here or elsewhere, or says why they cannot issue. */
export function authorityFrom(certificate: CertificateDescription, key: KeyObject): Authority | PkiProblem {
  const problem = authorityProblem(certificate)
  if (problem !== undefined) return problem
  if (!matchesKey(certificate, key)) {
    return pkiProblem(
      'key-mismatch',
      `the key does not belong to the certificate of ${certificate.subject.text}`,
    )
  }
  const signer = signerFor(key)
  return isProblem(signer) ? signer : { certificate, signer }
}

/** What keeps a certificate from being that of an authority (RFC 5280 4.2.1.2, 4.2.1.3, 4.2.1.9). */
export function authorityProblem(certificate: CertificateDescription): PkiProblem | undefined {
  const { isAuthority, keyUsage, subjectKeyId, subject } = certificate
  const refuse = (why: string, hint?: string) =>
    pkiProblem('not-an-authority', `the certificate of ${subject.text} ${why}`, hint)
  if (!isAuthority) return refuse('is not that of an authority (basicConstraints)')
  if (keyUsage?.includes('keyCertSign') === false) return refuse('may not sign certificates (keyUsage)')
  if (keyUsage?.includes('cRLSign') === false) return refuse('may not sign revocation lists (keyUsage)')
  if (subjectKeyId === undefined) return refuse('has no subject key identifier', 'issue it again with one')
  return undefined
}
