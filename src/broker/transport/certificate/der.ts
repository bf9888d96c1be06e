/** DER values (ITU-T X.690), as far as certificates and revocation lists need them. */

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const

export interface DerValue {
  /** The whole identifier octet: class, constructed bit and number. */
  readonly tag: number
  readonly content: Buffer
  /** With its tag and length. */
  readonly whole: Buffer
}

/** The bytes are not DER, or not what was to be read. */
export class DerError extends Error {
  override readonly name = 'DerError'
}

const LONG_LENGTH = 0x80
const MAX_LENGTH_BYTES = 4

/**
 * The value that starts at `at`.
 *
 * @throws DerError
 */
export function readDer(bytes: Buffer, at = 0): DerValue {
  const tag = byteAt(bytes, at)
  if ((tag & 0x1f) === 0x1f) throw new DerError('tags of several bytes are not expected')
  const first = byteAt(bytes, at + 1)
  let start = at + 2
  let length = first
  if (first >= LONG_LENGTH) {
    const count = first - LONG_LENGTH
    if (count === 0 || count > MAX_LENGTH_BYTES || start + count > bytes.length)
      throw new DerError('the length of a value is malformed')
    length = bytes.readUIntBE(start, count)
    start += count
  }
  const end = start + length
  if (end > bytes.length) throw new DerError('a value is longer than what holds it')
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) }
}

/**
 * The values inside a constructed one.
 *
 * @throws DerError
 */
export function childrenOf({ content }: DerValue): DerValue[] {
  const children: DerValue[] = []
  for (let at = 0; at < content.length; ) {
    const child = readDer(content, at)
    children.push(child)
    at += child.whole.length
  }
  return children
}

/**
 * The children of a SEQUENCE or SET.
 *
 * @throws DerError when `value` is missing or something else.
 */
export function itemsOf(value: DerValue | undefined, tag: number = TAG.sequence): DerValue[] {
  return childrenOf(expectTag(value, tag))
}

/** @throws DerError when `value` is missing or has another tag. */
export function expectTag(value: DerValue | undefined, tag: number): DerValue {
  if (value?.tag !== tag) throw new DerError('a value is missing or of another type')
  return value
}

/**
 * An object identifier with dots.
 *
 * @throws DerError
 */
export function readOid(value: DerValue | undefined): string {
  const arcs: number[] = []
  let arc = 0
  for (const byte of expectTag(value, TAG.oid).content) {
    arc = arc * 128 + (byte & 0x7f)
    if (byte >= 0x80) continue
    arcs.push(arc)
    arc = 0
  }
  const [joined, ...rest] = arcs
  if (joined === undefined) throw new DerError('an object identifier is empty')
  const first = Math.min(2, Math.floor(joined / 40))
  return [first, joined - first * 40, ...rest].join('.')
}

/**
 * Milliseconds since 1970 of a UTCTime or GeneralizedTime (RFC 5280 4.1.2.5).
 *
 * @throws DerError
 */
export function readTime(value: DerValue | undefined): number {
  const text = value?.content.toString('latin1') ?? ''
  const isShort = value?.tag === TAG.utcTime
  const match = (isShort ? /^(\d\d)(\d{10})Z$/ : /^(\d{4})(\d{10})Z$/).exec(text)
  const rest = match?.[2]
  if (rest === undefined || (!isShort && value?.tag !== TAG.generalizedTime))
    throw new DerError('a time is malformed')
  const year = isShort ? fullYear(Number(match?.[1])) : Number(match?.[1])
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = (rest.match(/\d\d/g) ?? []).map(Number)
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

function fullYear(year: number): number {
  return year < 50 ? 2000 + year : 1900 + year
}

function byteAt(bytes: Buffer, at: number): number {
  const byte = bytes[at]
  if (byte === undefined) throw new DerError('the bytes end too early')
  return byte
}
