/** Tells whether a certificate still says what is wanted of it. */

import { hash } from 'node:crypto'
import type { CertificateUsage } from '../../topology/authority.ts'
import type { CertificateRequest } from './certificate-request.ts'

/**
 * A digest of all that goes into the certificate. Not in it: the id and the issuer's (the issuer is
 * compared by name and key), when to renew, and the order of names.
 */
export function requestDigest(request: CertificateRequest): string {
  const { kind, commonName, organization, durationSeconds, csr = false } = request
  const { dnsNames, ipAddresses, uris, emailAddresses, crlUrls } = request
  const algorithm = csr ? 'csr' : request.keyAlgorithm
  const pathLen = kind === 'intermediate' ? (request.pathLen ?? 0) : null
  // As JSON of one list, put together here since a fleet has a hundred thousand of them.
  const names = `${list(dnsNames)},${list(ipAddresses)},${list(uris)},${list(emailAddresses)},${list(crlUrls)}`
  const subject = `"${kind}",${JSON.stringify(commonName)},${JSON.stringify(organization ?? null)}`
  const facts = `[${subject},[${names}],${list(request.usages)},${durationSeconds},"${algorithm}",${pathLen}]`
  return hash('sha256', facts).slice(0, 32)
}

function list(texts: readonly string[] = []): string {
  return texts.length === 0 ? '[]' : JSON.stringify(texts.length === 1 ? texts : texts.toSorted())
}

const allUsages: readonly (readonly CertificateUsage[])[] = [
  ['client auth'],
  ['server auth'],
  ['client auth', 'server auth'],
]

/**
 * Whether a certificate whose request had this digest will do for another request. An authority that issues nothing
 * any more may stay what it was: a new certificate would say less, and cost every broker that trusts it a restart.
 */
export function asksTheSame(digest: string, request: CertificateRequest): boolean {
  if (digest === requestDigest(request)) return true
  const isIdle = (request.kind === 'root' || request.kind === 'intermediate') && request.usages.length === 0
  return isIdle && allUsages.some((usages) => digest === requestDigest({ ...request, usages }))
}
