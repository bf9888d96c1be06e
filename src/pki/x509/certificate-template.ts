/**
 * Certificates from a template: what an issuer and a profile fix is encoded once, and only serial number,
 * subject, key and names are written per certificate. That, and not a faster signature, is what makes ten
 * thousand certificates a second possible.
 */

import { type Asn1, encode, encoded, integer, sequence, tagged } from '../der/asn1.ts'
import type { Signer } from '../keys/signer.ts'
import { certificateProfile } from './certificate-profile.ts'
import type { CertificateRequest } from './certificate-request.ts'
import { encodeTime, type Validity } from './certificate-time.ts'
import { nameAttribute } from './distinguished-name.ts'
import * as extensions from './extensions.ts'
import type { SubjectNames } from './subject-names.ts'

export interface TemplateIssuer {
  /** The raw subject of the issuer's certificate; absent for a root, whose own subject it is. */
  readonly subject?: Buffer
  /** Absent for a root too. */
  readonly keyId?: Buffer
  readonly signer: Signer
}

/** What all certificates of a template share. */
export interface TemplateInput
  extends Pick<CertificateRequest, 'kind' | 'usages' | 'pathLen' | 'organization' | 'crlUrls'> {
  readonly validity: Validity
  readonly withRsaKey: boolean
}

/** What each has for itself. */
export interface TemplateSubject {
  readonly serial: Buffer
  readonly commonName: string
  readonly names: SubjectNames
  readonly spki: Buffer
  readonly keyId: Buffer
}

/** Fills the template in; gives what is to be signed (TBSCertificate, RFC 5280 4.1.1.1) in DER. */
export type FillTemplate = (subject: TemplateSubject) => Buffer

export function compileTemplate(input: TemplateInput, issuer: TemplateIssuer): FillTemplate {
  const version = extensions.fixed(tagged(0, integer(2))) // v3
  const { signer } = issuer
  const validity = encodedValidity(input.validity)
  const issuerName = issuer.subject === undefined ? undefined : encoded(issuer.subject)
  const organization = organizationOf(input)
  const shared = sharedExtensions(input, issuer)
  return ({ serial, commonName, names, spki, keyId }) => {
    const subject = sequence(...organization, nameAttribute('commonName', commonName))
    const own = [extensions.subjectKeyIdentifier(keyId), extensions.subjectAltName(names)]
    const certificate = sequence(
      version,
      integer(serial),
      signer.algorithm,
      issuerName ?? subject,
      validity,
      subject,
      encoded(spki),
      tagged(3, sequence(...shared, ...own.filter(isPresent))),
    )
    return encode(certificate)
  }
}

function encodedValidity({ notBefore, notAfter }: Validity): Asn1 {
  return extensions.fixed(sequence(encodeTime(notBefore), encodeTime(notAfter)))
}

function organizationOf({ organization }: TemplateInput): Asn1[] {
  return organization === undefined ? [] : [extensions.fixed(nameAttribute('organizationName', organization))]
}

function sharedExtensions(input: TemplateInput, { keyId }: TemplateIssuer): Asn1[] {
  const profile = certificateProfile(input, input.withRsaKey)
  return [
    extensions.basicConstraints(profile.isAuthority, profile.pathLen),
    extensions.keyUsage(profile.keyUsage),
    profile.extKeyUsage.length === 0 ? undefined : extensions.extKeyUsage(profile.extKeyUsage),
    keyId === undefined ? undefined : extensions.authorityKeyIdentifier(keyId),
    input.kind === 'root' ? undefined : extensions.crlDistributionPoints(input.crlUrls ?? []),
  ]
    .filter(isPresent)
    .map(extensions.fixed)
}

function isPresent(node: Asn1 | undefined): node is Asn1 {
  return node !== undefined
}
