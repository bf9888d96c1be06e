/** What keeps a certificate that was made elsewhere from being the one that a topology wants. */

import { oids } from '../der/oids.ts'
import { signatureName, signatureStrength } from '../keys/signature.ts'
import { authorityProblem } from '../x509/authority.ts'
import { issuedBy, validityProblem } from '../x509/certificate-checks.ts'
import type { CertificateRequest } from '../x509/certificate-request.ts'
import { ipAddressBytes, ipAddressText } from '../x509/ip-address.ts'
import type { CertificateDescription } from '../x509/read-certificate.ts'
import { dnsNameAscii } from '../x509/subject-names.ts'

export interface MisfitContext {
  /** The certificates of the authority that is to have signed it; for a root there are none. */
  readonly issuers: readonly CertificateDescription[]
  /** Of an authority: how many of the topology stand one below the other below it. */
  readonly levelsBelow: number
  readonly now: Date
}

/** The first that is found: what the certificate does, as in `is not for ...`; `undefined` where it fits. */
export function certificateMisfit(
  certificate: CertificateDescription,
  request: CertificateRequest,
  { issuers, levelsBelow, now }: MisfitContext,
): string | undefined {
  const isAuthority = request.kind === 'root' || request.kind === 'intermediate'
  return (
    keyMisfit(certificate) ??
    issuerMisfit(certificate, request, issuers) ??
    validityProblem(certificate, now)?.message ??
    (isAuthority ? authorityMisfit(certificate, request, levelsBelow) : leafMisfit(certificate, request))
  )
}

const weakestModulusBits = 2048

function keyMisfit({ publicKey: { family, algorithm } }: CertificateDescription): string | undefined {
  if (family === 'rsa' && Number(algorithm.slice(3)) < weakestModulusBits)
    return `its key is only ${algorithm}`
  return family === 'other' && algorithm !== 'p521' ? `its key is of kind ${algorithm}` : undefined
}

function issuerMisfit(
  certificate: CertificateDescription,
  { kind, issuer = '' }: CertificateRequest,
  issuers: readonly CertificateDescription[],
): string | undefined {
  if (kind === 'root') {
    if (certificate.selfSigned) return undefined
    return `it is no root: ${certificate.issuer.text} has signed it, which the spec must have as its issuer`
  }
  if (!issuers.some((each) => issuedBy(certificate, each))) {
    const name = issuer.slice(issuer.indexOf('/') + 1)
    return `authority "${name}" has not signed it, but ${certificate.issuer.text}; where that is an authority below, give it a name in the spec too (external, with its certificate and "issuer: ${name}")`
  }
  const { algorithm } = certificate.signed
  return signatureStrength(algorithm) === 'good'
    ? undefined
    : `it is signed with ${signatureName(algorithm)}, which TLS programs refuse`
}

function authorityMisfit(
  certificate: CertificateDescription,
  { usages }: CertificateRequest,
  levelsBelow: number,
): string | undefined {
  const problem = authorityProblem(certificate)
  if (problem !== undefined) return problem.message
  if (certificate.pathLen !== undefined && certificate.pathLen < levelsBelow)
    return `its path length of ${certificate.pathLen} leaves no room for the authorities below it`
  return usageMisfit(certificate, usages)
}

function leafMisfit(certificate: CertificateDescription, request: CertificateRequest): string | undefined {
  if (certificate.isAuthority) return 'it is the certificate of an authority'
  if (certificate.keyUsage?.includes('digitalSignature') === false)
    return 'it may not sign, as TLS does (keyUsage)'
  return usageMisfit(certificate, request.usages) ?? nameMisfit(certificate, request)
}

function usageMisfit(
  { extKeyUsage }: CertificateDescription,
  usages: CertificateRequest['usages'],
): string | undefined {
  if (extKeyUsage === undefined || extKeyUsage.includes(oids.anyExtendedKeyUsage)) return undefined
  const missing = usages.find((usage) => !extKeyUsage.includes(usage))
  return missing === undefined ? undefined : `it is not for "${missing}" (extendedKeyUsage)`
}

/** A client is known by its common name, a server by its alternative names (RFC 9525 6.3). */
function nameMisfit(certificate: CertificateDescription, request: CertificateRequest): string | undefined {
  if (request.kind === 'client') {
    const { commonName } = certificate.subject
    if (commonName === request.commonName) return undefined
    return `its common name is "${commonName ?? ''}", not "${request.commonName}"`
  }
  const missing = serverNames(request).find((name) => !hasName(certificate, name))
  return missing === undefined ? undefined : `it is not for ${missing} (subjectAltName)`
}

function serverNames({ dnsNames, ipAddresses }: CertificateRequest): readonly string[] {
  const addresses = ipAddresses.map((text) => ipAddressText(ipAddressBytes(text) ?? Buffer.alloc(0)) ?? text)
  return [...dnsNames.map((name) => (dnsNameAscii(name) ?? name).toLowerCase()), ...addresses]
}

/** True where the certificate has all names of a server. */
export function isForServer(certificate: CertificateDescription, request: CertificateRequest): boolean {
  const names = serverNames(request)
  return names.length > 0 && names.every((name) => hasName(certificate, name))
}

/** True where it has one of them at least. */
export function sharesName(certificate: CertificateDescription, request: CertificateRequest): boolean {
  return serverNames(request).some((name) => hasName(certificate, name))
}

/** `*` stands for one first label (RFC 9525 6.3). */
function hasName({ dnsNames, ipAddresses }: CertificateDescription, name: string): boolean {
  if (ipAddresses.includes(name)) return true
  const wildcard = name.replace(/^[^.]+/, '*')
  return dnsNames.some((each) => [name, wildcard].includes(each.toLowerCase()))
}
