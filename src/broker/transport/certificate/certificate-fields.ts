/** What Node does not tell of a certificate: names as bytes, and extensions (RFC 5280 4.1, 4.2). */

import { childrenOf, type DerValue, expectTag, itemsOf, readDer, readOid, TAG } from './der.ts'

export interface Extension {
  readonly oid: string
  readonly isCritical: boolean
  /** The value inside its OCTET STRING. */
  readonly value: Buffer
}

export interface CertificateFields {
  /** Hexadecimal, of the bytes as they are. */
  readonly serial: string
  readonly issuer: DerValue
  readonly subject: DerValue
  readonly signatureAlgorithm: string
  readonly extensions: readonly Extension[]
}

const VERSION = 0xa0
const EXTENSIONS = 0xa3

/**
 * Of a certificate in DER.
 *
 * @throws DerError
 */
export function certificateFields(der: Buffer): CertificateFields {
  const [tbs] = itemsOf(readDer(der))
  const parts = itemsOf(tbs)
  const [serial, algorithm, issuer, , subject] = parts[0]?.tag === VERSION ? parts.slice(1) : parts
  const extensions = parts.find(({ tag }) => tag === EXTENSIONS)
  return {
    serial: expectTag(serial, TAG.integer).content.toString('hex'),
    issuer: expectTag(issuer, TAG.sequence),
    subject: expectTag(subject, TAG.sequence),
    signatureAlgorithm: readOid(itemsOf(algorithm)[0]),
    extensions: extensions === undefined ? [] : readExtensions(childrenOf(extensions)[0]),
  }
}

/**
 * Of a SEQUENCE of extensions.
 *
 * @throws DerError
 */
export function readExtensions(list: DerValue | undefined): Extension[] {
  return itemsOf(list).map((extension) => {
    const parts = itemsOf(extension)
    const [oid, second] = parts
    return {
      oid: readOid(oid),
      isCritical: second?.tag === TAG.boolean && second.content[0] !== 0,
      value: expectTag(parts.at(-1), TAG.octetString).content,
    }
  })
}
