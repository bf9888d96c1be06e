/**
 * Compares a certificate, read back from its bytes, with what was wanted. Run over what is emitted, it
 * turns a fault of the writer into a refusal before anybody sees it.
 */

import { oids } from '../der/oids.ts'
import { issuedBy } from '../x509/certificate-checks.ts'
import { certificateProfile } from '../x509/certificate-profile.ts'
import type { CertificateRequest } from '../x509/certificate-request.ts'
import { nameText } from '../x509/distinguished-name.ts'
import { ipAddressBytes, ipAddressText } from '../x509/ip-address.ts'
import type { CertificateDescription } from '../x509/read-certificate.ts'
import { dnsNameAscii } from '../x509/subject-names.ts'

/** One thing that is not as wanted, both sides as text. */
export interface CertificateDifference {
  readonly what: string
  readonly wanted: string
  readonly found: string
}

/** Empty when `certificate` says exactly what `request` wants, under `issuer` (absent: self-signed). */
export function certificateDifferences(
  certificate: CertificateDescription,
  request: CertificateRequest,
  issuer?: CertificateDescription,
): CertificateDifference[] {
  const facts: readonly Fact[] = [
    ...identityFacts(certificate, request, issuer),
    ...profileFacts(certificate, request),
    ...nameFacts(certificate, request),
  ]
  return facts.flatMap(([what, wanted, found]) => {
    const [left, right] = [JSON.stringify(wanted) ?? 'none', JSON.stringify(found) ?? 'none']
    return left === right ? [] : [{ what, wanted: left, found: right }]
  })
}

/** What is compared, its wanted value, its value in the certificate. */
type Fact = readonly [what: string, wanted: unknown, found: unknown]

function identityFacts(
  certificate: CertificateDescription,
  request: CertificateRequest,
  issuer: CertificateDescription | undefined,
): Fact[] {
  const { publicKey, notBefore, notAfter, serial } = certificate
  const longestMs = request.durationSeconds * 1000 + 2 * 60 * 60 * 1000 // an hour of back-dating, and a margin
  return [
    ['subject', nameText(request), certificate.subject.text],
    ['issuer', issuer?.subject.text ?? nameText(request), certificate.issuer.text],
    [
      'signature of the issuer',
      true,
      issuer === undefined ? certificate.selfSigned : issuedBy(certificate, issuer),
    ],
    ['authority key identifier', issuer?.subjectKeyId, certificate.authorityKeyId],
    ['20 octets of serial number', true, /^[4-7][0-9a-f]{39}$/.test(serial)],
    ['key algorithm', request.csr ? publicKey.algorithm : request.keyAlgorithm, publicKey.algorithm],
    ['an end after the start', true, notBefore < notAfter],
    ['an end within the duration', true, notAfter.getTime() - notBefore.getTime() <= longestMs],
    ['an end within that of the issuer', true, issuer === undefined || notAfter <= issuer.notAfter],
  ]
}

function profileFacts(certificate: CertificateDescription, request: CertificateRequest): Fact[] {
  const profile = certificateProfile(request, certificate.publicKey.family === 'rsa')
  const critical = [oids.basicConstraints, oids.keyUsage]
  return [
    ['authority', profile.isAuthority, certificate.isAuthority],
    ['path length', profile.pathLen, certificate.pathLen],
    ['key usage', sorted(profile.keyUsage), sorted(certificate.keyUsage)],
    ['extended key usage', sorted(profile.extKeyUsage), sorted(certificate.extKeyUsage)],
    ['critical extensions', sorted(critical), sorted(certificate.criticalExtensions)],
  ]
}

function nameFacts(certificate: CertificateDescription, request: CertificateRequest): Fact[] {
  const dnsNames = request.dnsNames.map((name) => dnsNameAscii(name) ?? name)
  const ipAddresses = request.ipAddresses.map((text) =>
    ipAddressText(ipAddressBytes(text) ?? Buffer.alloc(0)),
  )
  const crlUrls = request.kind === 'root' ? [] : request.crlUrls
  return [
    ['DNS names', dnsNames, certificate.dnsNames],
    ['IP addresses', ipAddresses, certificate.ipAddresses],
    ['URIs', request.uris, certificate.uris],
    ['email addresses', request.emailAddresses ?? [], certificate.emailAddresses],
    ['revocation list addresses', crlUrls ?? [], certificate.crlUrls],
  ]
}

function sorted(list: readonly string[] = []): readonly string[] {
  return list.toSorted()
}
