/** Reads X.509 certificates (RFC 5280 4.1) into plain descriptions. Nothing is trusted by being read. */

import { hash } from 'node:crypto'
import { children, contextTag, explicit, malformed, readDer, Tag, type Tlv } from '../der/der-reader.ts'
import { smallNumber, unsignedBytes } from '../der/der-values.ts'
import { derBlocks } from '../der/pem.ts'
import { type PublicKey, publicKey } from '../keys/public-key.ts'
import { signatureName } from '../keys/signature.ts'
import { type PkiProblem, pkiProblem } from '../pki-problem.ts'
import { readTime, type Validity } from './certificate-time.ts'
import { type DistinguishedName, readName } from './distinguished-name.ts'
import { type CertificateExtensions, readExtensions } from './read-extensions.ts'
import { serialText } from './serial-number.ts'
import { algorithmOid, isSignedBy, readSigned, type SignedData } from './signed-data.ts'

export interface CertificateDescription extends CertificateExtensions, Validity {
  readonly der: Buffer
  readonly subject: DistinguishedName
  readonly issuer: DistinguishedName
  /** Lower-case hex without leading zeros. */
  readonly serial: string
  readonly publicKey: PublicKey
  /** As OpenSSL prints it: `ecdsa-with-SHA256`. */
  readonly signatureAlgorithm: string
  /** SHA-256 over the DER, lower-case hex. */
  readonly fingerprint: string
  /** Issuer and subject are the same, and the certificate's own key verifies it. */
  readonly selfSigned: boolean
  readonly signed: SignedData
}

/** All certificates of a PEM file in their order, or the one of a DER file. Never an empty list. */
export function readCertificates(input: string | Uint8Array): CertificateDescription[] | PkiProblem {
  const found = derBlocks(input, 'CERTIFICATE', 'X509 CERTIFICATE')
  if (found.length === 0) return pkiProblem('unreadable', 'there is no certificate in it')
  const certificates = found.flatMap((der) => readDer(der, describeCertificate) ?? [])
  if (certificates.length === found.length) return certificates
  const which = found.length === 1 ? 'the certificate' : 'one of the certificates'
  return pkiProblem('unreadable', `${which} is broken: not X.509 in DER`)
}

/** The first certificate of `input`: in a file with a chain, that of the end entity. */
export function readCertificate(input: string | Uint8Array): CertificateDescription | PkiProblem {
  const certificates = readCertificates(input)
  if (!Array.isArray(certificates)) return certificates
  return certificates[0] ?? pkiProblem('unreadable', 'there is no certificate in it')
}

function describeCertificate(certificate: Tlv): CertificateDescription {
  const { fields, ...signed } = readSigned(certificate)
  const [serial, algorithm, issuer, validity, subject, spki, ...rest] = withoutVersion(fields)
  if (spki === undefined || algorithmOid(algorithm) !== signed.algorithm) return malformed('no certificate')
  const [notBefore, notAfter] = children(validity, Tag.sequence)
  const names = { subject: readName(subject), issuer: readName(issuer) }
  const list = rest.find(({ tag }) => tag === contextTag(3))
  return {
    der: certificate.raw,
    ...names,
    serial: serialText(unsignedBytes(serial)),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    publicKey: publicKey(spki),
    signatureAlgorithm: signatureName(signed.algorithm),
    fingerprint: hash('sha256', certificate.raw),
    selfSigned: names.subject.der.equals(names.issuer.der) && isSignedBy(signed, spki.raw),
    signed,
    ...readExtensions(list === undefined ? undefined : explicit(list, 3)),
  }
}

/** Version 3 is written, version 1 left out; others are no certificates of today (RFC 5280 4.1.2.1). */
function withoutVersion(fields: readonly Tlv[]): readonly Tlv[] {
  const [first, ...rest] = fields
  if (first?.tag !== contextTag(0)) return fields
  return smallNumber(explicit(first, 0)) === 2 ? rest : malformed('unknown version')
}
