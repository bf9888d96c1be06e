/**
 * Reads DER (X.690) as slices of the original bytes: what a signature covers and what an issuer's
 * name is compared by. Strict: definite, shortest lengths only. Recursion is left to the caller,
 * so hostile nesting costs nothing.
 */

/** One tag-length-value. `raw` is all of it, `content` the value; both are views, not copies. */
export interface Tlv {
  /** The identifier octet: class, constructed bit and number, as `0x30` for a SEQUENCE. */
  readonly tag: number
  readonly content: Buffer
  readonly raw: Buffer
}

export const Tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const

/** `[number]`, around whole values or of a constructed type. */
export function contextTag(number: number): number {
  return 0xa0 | number
}

/** `[number] IMPLICIT` of a primitive type. */
export function primitiveContextTag(number: number): number {
  return 0x80 | number
}

/** Thrown inside a reader, caught by {@link readDer}; never leaves this folder. */
class MalformedDer extends Error {}

/**
 * Runs `read` over the one value that fills `der`.
 *
 * Returns `undefined` where the bytes do not have the shape that `read` asks for.
 */
export function readDer<T>(der: Buffer, read: (value: Tlv) => T): T | undefined {
  try {
    const value = readTlv(der, 0)
    if (value === undefined || value.raw.length !== der.length) return undefined
    return read(value)
  } catch (error) {
    if (error instanceof MalformedDer) return undefined
    throw error
  }
}

/** Stops the reading under way: the bytes are not what they should be. */
export function malformed(what: string): never {
  throw new MalformedDer(what)
}

/** The value that starts at `offset`, or `undefined` where none is complete and well formed. */
export function readTlv(bytes: Buffer, offset: number): Tlv | undefined {
  const tag = bytes[offset]
  const first = bytes[offset + 1]
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  if (first === 0x80 || lengthBytes > 4) return undefined
  const start = offset + 2 + lengthBytes
  if (start > bytes.length) return undefined
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(offset + 2, lengthBytes)
  if (lengthBytes > 0 && length < minimumLength(lengthBytes)) return undefined
  const end = start + length
  if (end > bytes.length) return undefined
  return { tag, content: bytes.subarray(start, end), raw: bytes.subarray(offset, end) }
}

/** The smallest length that needs this many length octets (X.690 10.1). */
function minimumLength(lengthBytes: number): number {
  return lengthBytes === 1 ? 0x80 : 256 ** (lengthBytes - 1)
}

/** The values inside a constructed value, which must have the tag `tag`. */
export function children(value: Tlv | undefined, tag: number): Tlv[] {
  const content = contentOf(value, tag)
  const found: Tlv[] = []
  let offset = 0
  while (offset < content.length) {
    const child = readTlv(content, offset)
    if (child === undefined) return malformed('broken value inside')
    found.push(child)
    offset += child.raw.length
  }
  return found
}

/** The content of a value that must be there and have the tag `tag`. */
export function contentOf(value: Tlv | undefined, tag: number): Buffer {
  if (value === undefined) return malformed('missing value')
  return value.tag === tag ? value.content : malformed('unexpected type')
}

/** The value around which `[number]` is wrapped. */
export function explicit(value: Tlv, number: number): Tlv {
  const [inner, ...rest] = children(value, contextTag(number))
  return inner === undefined || rest.length > 0 ? malformed('not one value') : inner
}

/** The single value that an OCTET STRING or BIT STRING holds encoded. */
export function nested(content: Buffer): Tlv {
  const value = readTlv(content, 0)
  return value === undefined || value.raw.length !== content.length ? malformed('not one value') : value
}
