/** Reads the primitive types of DER (X.690 8) from values that `der-reader.ts` has cut out. */

import { contentOf, malformed, Tag, type Tlv } from './der-reader.ts'

/** The bytes of a BIT STRING that fills its last byte. */
export function bitStringBytes(value: Tlv | undefined): Buffer {
  const content = contentOf(value, Tag.bitString)
  return content[0] === 0 ? content.subarray(1) : malformed('bit string with unused bits')
}

/** Big-endian, with the sign byte of a large positive number left out. */
export function unsignedBytes(value: Tlv | undefined): Buffer {
  const content = contentOf(value, Tag.integer)
  const [first, second] = content
  if (first === undefined || first & 0x80) return malformed('negative integer')
  if (first === 0 && second !== undefined) {
    return second & 0x80 ? content.subarray(1) : malformed('integer not in shortest form')
  }
  return content
}

export function smallNumber(value: Tlv | undefined): number {
  const bytes = unsignedBytes(value)
  return bytes.length <= 6 ? bytes.readUIntBE(0, bytes.length) : malformed('integer too large')
}

/** DER knows one true: `ff` (X.690 11.1). */
export function booleanValue(value: Tlv | undefined): boolean {
  const content = contentOf(value, Tag.boolean)
  const byte = content.length === 1 ? content[0] : undefined
  if (byte !== 0 && byte !== 0xff) return malformed('not a boolean')
  return byte === 0xff
}

/** The dotted form of an OBJECT IDENTIFIER. */
export function oidText(value: Tlv | undefined): string {
  const arcs: number[] = []
  let arc = 0
  const content = contentOf(value, Tag.oid)
  for (const byte of content) {
    if (arc > 2 ** 40 || (arc === 0 && byte === 0x80)) return malformed('object identifier out of range')
    arc = arc * 128 + (byte & 0x7f)
    if (byte & 0x80) continue
    arcs.push(arc)
    arc = 0
  }
  const last = content.at(-1)
  if (last === undefined || last & 0x80) return malformed('object identifier is cut off')
  const [head = 0, ...rest] = arcs
  const top = Math.min(2, Math.floor(head / 40))
  return [top, head - 40 * top, ...rest].join('.')
}

const stringEncodings: ReadonlyMap<number, 'utf8' | 'latin1'> = new Map([
  [Tag.utf8String, 'utf8'],
  [0x12, 'latin1'], // NumericString
  [0x13, 'latin1'], // PrintableString
  [0x14, 'latin1'], // TeletexString, read as everyone reads it
  [0x16, 'latin1'], // IA5String
  [0x1a, 'latin1'], // VisibleString
])

/** The text of any of the string types that names are written in (RFC 5280 4.1.2.4). */
export function stringText(value: Tlv): string {
  if (value.tag === Tag.bmpString) {
    if (value.content.length % 2 === 1) return malformed('half a character')
    return Buffer.from(value.content).swap16().toString('utf16le')
  }
  const encoding = stringEncodings.get(value.tag)
  return encoding === undefined ? malformed('not a string') : value.content.toString(encoding)
}
