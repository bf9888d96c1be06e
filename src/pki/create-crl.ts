/**
 * Writes certificate revocation lists (RFC 5280 5). Broker software reads them whole: an expired one locks
 * everybody out, so `nextUpdate` should lie far beyond the next time that one is made.
 */

import { encode, encoded, enumerated, integer, opaque, sequence, tagged } from './asn1.ts'
import type { Authority } from './authority.ts'
import { encodeTime } from './certificate-time.ts'
import { Tag } from './der-reader.ts'
import { authorityKeyIdentifier, extension } from './extensions.ts'
import { isProblem } from './pki-problem.ts'
import type { CertificateDescription } from './read-certificate.ts'
import { crlIssuedBy, readCrl } from './read-crl.ts'
import { type RevocationReason, reasonCode } from './revocation-reason.ts'
import { serialFromText } from './serial-number.ts'
import { signed } from './signer.ts'

export interface RevokedCertificate {
  /** Lower-case hex. */
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
 * The list in DER; its PEM label is `X509 CRL`. 100,000 entries take about half a second.
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
  const crl = readCrl(der)
  if (isProblem(crl) || !crlIssuedBy(crl, issuer)) throw new Error('the revocation list does not verify')
  return der
}

/**
 * All entries in a row. A hundred thousand trees of nodes would take seconds; what follows the serial
 * number is mostly the same, so it is encoded once for each time and reason.
 */
function encodeEntries(revoked: Iterable<RevokedCertificate>): Buffer {
  const endings = new Map<string, Buffer>()
  const parts: Buffer[] = []
  for (const { serial, revokedAt, reason = 'unspecified' } of revoked) {
    const key = `${revokedAt.getTime()} ${reason}`
    const ending = endings.get(key) ?? encodeEnding(revokedAt, reason)
    endings.set(key, ending)
    const number = encode(integer(serialFromText(serial)))
    const length = number.length + ending.length
    if (length > 127) throw new RangeError(`serial number ${serial} is too long`)
    parts.push(Buffer.of(Tag.sequence, length), number, ending)
  }
  return Buffer.concat(parts)
}

/** The revocation time and, unless unspecified, the reason (RFC 5280 5.3.1). */
function encodeEnding(revokedAt: Date, reason: RevocationReason): Buffer {
  const time = encode(encodeTime(revokedAt))
  if (reason === 'unspecified') return time
  const extensions = sequence(extension('reasonCode', enumerated(reasonCode(reason))))
  return Buffer.concat([time, encode(extensions)])
}
