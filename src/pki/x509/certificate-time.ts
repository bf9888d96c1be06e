/** Times in certificates and revocation lists (RFC 5280 4.1.2.5): whole seconds, UTC. */

import { type Asn1, generalizedTime, utcTime } from '../der/asn1.ts'
import { malformed, Tag, type Tlv } from '../der/der-reader.ts'

export interface Validity {
  readonly notBefore: Date
  readonly notAfter: Date
}

const clockSkewMs = 60 * 60 * 1000
const minuteMs = 60 * 1000

/**
 * The validity of a certificate issued now: from an hour ago, for devices whose clock is behind, on
 * the minute; and never beyond the end of its issuer.
 */
export function validityFrom(now: Date, durationSeconds: number, issuerNotAfter?: Date): Validity {
  const notAfter = Math.floor(now.getTime() / 1000 + durationSeconds) * 1000
  return {
    notBefore: new Date(Math.floor((now.getTime() - clockSkewMs) / minuteMs) * minuteMs),
    notAfter: new Date(Math.min(notAfter, issuerNotAfter?.getTime() ?? Number.POSITIVE_INFINITY)),
  }
}

/**
 * UTCTime to 2049, GeneralizedTime from 2050.
 *
 * @throws RangeError outside the years 1950 to 9999.
 */
export function encodeTime(time: Date): Asn1 {
  const year = time.getUTCFullYear()
  if (!(year >= 1950 && year <= 9999)) throw new RangeError('time cannot be written in a certificate')
  const text = `${time.toISOString().replace(/[-:T]|\.\d+/g, '')}`
  return year < 2050 ? utcTime(text.slice(2)) : generalizedTime(text)
}

/** For readers running under `readDer`. */
export function readTime(value: Tlv | undefined): Date {
  const text = value?.content.toString('latin1') ?? ''
  if (value?.tag === Tag.generalizedTime) return timeOf(text)
  if (value?.tag !== Tag.utcTime) return malformed('not a time')
  return timeOf((Number(text.slice(0, 2)) < 50 ? '20' : '19') + text)
}

function timeOf(text: string): Date {
  const fields = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  if (fields === null) return malformed('not a time')
  const [, year, month, day, hour, minute, second] = fields
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(time.getTime()) ? malformed('no such date') : time
}
