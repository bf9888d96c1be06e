/** Tells whether a certificate still says what is wanted of it. */

import { hash } from 'node:crypto'
import type { CertificateRequest } from './certificate-request.ts'

/**
 * A digest of all that goes into the certificate. Not in it: the id and the issuer's (the issuer is
 * compared by name and key), when to renew, and the order of names.
 */
export function requestDigest(request: CertificateRequest): string {
  const { kind, commonName, organization, durationSeconds, csr = false } = request
  const names = [request.dnsNames, request.ipAddresses, request.uris, request.emailAddresses, request.crlUrls]
  const facts = [
    kind,
    commonName,
    organization ?? null,
    names.map(sorted),
    sorted(request.usages),
    durationSeconds,
    csr ? 'csr' : request.keyAlgorithm,
    kind === 'intermediate' ? (request.pathLen ?? 0) : null,
  ]
  return hash('sha256', JSON.stringify(facts)).slice(0, 32)
}

function sorted(list: readonly string[] = []): readonly string[] {
  return list.length < 2 ? list : list.toSorted()
}
