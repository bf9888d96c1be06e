/**
 * Writes certificate revocation lists (RFC 5280 5). Broker software reads them whole: an expired one locks
 * everybody out, so `nextUpdate` should lie far beyond the next time that one is made.
 */

import { encode, encoded, enumerated, integer, opaque, sequence, tagged } from '../der/asn1.ts'
import { Tag } from '../der/der-reader.ts'
import { signed } from '../keys/signer.ts'
import type { Authority } from './authority.ts'
import { encodeTime } from './certificate-time.ts'
import { authorityKeyIdentifier, extension } from './extensions.ts'
import type { CertificateDescription } from './read-certificate.ts'
import { isCrlOf } from './read-crl.ts'
import { type RevocationReason, reasonCode } from './revocation-reason.ts'

export interface RevokedCertificate {
  /** Lower-case hex without leading zeros. */
  readonly serial: string
  readonly revokedAt: Date
  readonly reason?: RevocationReason
}

export interface CrlInput {
  readonly revoked: Iterable<RevokedCertificate>
  /** Larger than that of every list before it. */
  readonly number: bigint
  readonly thisUpdate: Date
  readonly nextUpdate: Date
}

/**
 * The list in DER; its PEM label is `X509 CRL`. 100,000 entries take about 0.3 s.
 *
 * @throws RangeError for a serial number or time that cannot be written.
 */
export function createCrl({ certificate, signer }: Authority, input: CrlInput): Buffer {
  const entries = encodeEntries(input.revoked)
  const keyId = Buffer.from(certificate.subjectKeyId ?? '', 'hex')
  const toBeSigned = sequence(
    integer(1), // v2
    signer.algorithm,
    encoded(certificate.subject.der),
    encodeTime(input.thisUpdate),
    encodeTime(input.nextUpdate),
    ...(entries.length === 0 ? [] : [opaque(Tag.sequence, entries)]), // absent when empty: RFC 5280 5.1.2.6
    tagged(0, sequence(authorityKeyIdentifier(keyId), extension('crlNumber', integer(input.number)))),
  )
  return verified(signed(encode(toBeSigned), signer), certificate)
}

/** A broker may end over a broken list, so none leaves unread. */
function verified(der: Buffer, issuer: CertificateDescription): Buffer {
  if (!isCrlOf(der, issuer)) throw new Error('the revocation list does not verify')
  return der
}

/**
 * All entries in a row. A hundred thousand trees of nodes, or buffers, would take seconds: entries are put
 * together as hex, and what follows the serial number is encoded once for each time and reason.
 */
function encodeEntries(revoked: Iterable<RevokedCertificate>): Buffer {
  const endings = new Map<string, string>()
  const entries = Array.from(revoked, ({ serial, revokedAt, reason = 'unspecified' }) => {
    const key = `${revokedAt.getTime()} ${reason}`
    const ending = endings.get(key) ?? encodeEnding(revokedAt, reason)
    endings.set(key, ending)
    return shortValue(Tag.sequence, shortValue(Tag.integer, serialContent(serial)) + ending)
  })
  return Buffer.from(entries.join(''), 'hex')
}

/** A value of fewer than 128 bytes, from and in hex. */
function shortValue(tag: number, content: string): string {
  const length = content.length / 2
  if (length > 127) throw new RangeError('the serial number is too long')
  return byteHex(tag) + byteHex(length) + content
}

function byteHex(byte: number): string {
  return byte < 16 ? `0${byte.toString(16)}` : byte.toString(16)
}

/** In two's complement, so a first bit that is set needs a zero before it. */
function serialContent(serial: string): string {
  if (!/^[0-9a-f]+$/.test(serial)) throw new RangeError(`${JSON.stringify(serial)} is not a serial number`)
  const shortest = serial.replace(/^0+(?=.)/, '')
  const digits = shortest.length % 2 === 0 ? shortest : `0${shortest}`
  return digits >= '8' ? `00${digits}` : digits
}

/** The revocation time and, unless unspecified, the reason (RFC 5280 5.3.1), in hex. */
function encodeEnding(revokedAt: Date, reason: RevocationReason): string {
  const time = encode(encodeTime(revokedAt)).toString('hex')
  if (reason === 'unspecified') return time
  const extensions = sequence(extension('reasonCode', enumerated(reasonCode(reason))))
  return time + encode(extensions).toString('hex')
}
