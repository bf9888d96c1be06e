import { hash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CertificateRequest } from '../../../src/pki/x509/certificate-request.ts'
import { requestDigest } from '../../../src/pki/x509/request-digest.ts'

const texts = fc.option(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 3 }), { nil: undefined })

const request = fc.record({
  id: fc.constant('user/a'),
  kind: fc.constantFrom('root', 'intermediate', 'server', 'client'),
  commonName: fc.string({ unit: 'binary' }),
  organization: fc.option(fc.string(), { nil: undefined }),
  dnsNames: fc.array(fc.string()),
  ipAddresses: fc.array(fc.string()),
  uris: fc.array(fc.string(), { maxLength: 3 }),
  emailAddresses: texts,
  crlUrls: texts,
  usages: fc.subarray(['server auth', 'client auth']),
  durationSeconds: fc.nat(),
  renewBeforeSeconds: fc.nat(),
  keyAlgorithm: fc.constantFrom('p256', 'rsa-2048', 'ed25519'),
  csr: fc.option(fc.boolean(), { nil: undefined }),
  pathLen: fc.option(fc.nat(3), { nil: undefined }),
})

/** What the lock files hold that there are: another digest would issue every certificate anew. */
function asEver(request: CertificateRequest): string {
  const sorted = (list: readonly string[] = []) => list.toSorted()
  const names = [request.dnsNames, request.ipAddresses, request.uris, request.emailAddresses, request.crlUrls]
  const facts = [
    ...[request.kind, request.commonName, request.organization ?? null],
    ...[names.map(sorted), sorted(request.usages), request.durationSeconds],
    request.csr === true ? 'csr' : request.keyAlgorithm,
    request.kind === 'intermediate' ? (request.pathLen ?? 0) : null,
  ]
  return hash('sha256', JSON.stringify(facts)).slice(0, 32)
}

test('the digest of a request is the one that it always was', () => {
  fc.assert(
    fc.property(request, (made) => {
      const request = made as CertificateRequest
      expect(requestDigest(request)).toBe(asEver(request))
    }),
    { numRuns: 1000 },
  )
})
