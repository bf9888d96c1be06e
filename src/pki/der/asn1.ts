/**
 * Writes DER (X.690): a thin, typed layer over node-forge's ASN.1 encoder, with Buffers for its
 * binary strings. Reading is in `der-reader.ts`, because signatures cover the original bytes.
 */

import forge from 'node-forge'
import { asBuffer } from './as-buffer.ts'
import { readTlv } from './der-reader.ts'

const { asn1 } = forge
const { Class, Type } = asn1

export type Asn1 = forge.asn1.Asn1

export function sequence(...children: readonly Asn1[]): Asn1 {
  return constructed(Class.UNIVERSAL, Type.SEQUENCE, children)
}

/** A SET of one value, or of values that the caller has put into DER order (X.690 11.6). */
export function set(...children: readonly Asn1[]): Asn1 {
  return constructed(Class.UNIVERSAL, Type.SET, children)
}

const oidNodes = new Map<string, Asn1>()

/** Takes the dotted form. Each is encoded once: nodes are never changed, and there are few. */
export function oid(dotted: string): Asn1 {
  const known = oidNodes.get(dotted)
  if (known !== undefined) return known
  const node = primitive(Type.OID, asn1.oidToDer(dotted).getBytes())
  oidNodes.set(dotted, node)
  return node
}

/** An INTEGER from a small number, or from big-endian bytes that count as unsigned. */
export function integer(value: number | bigint | Buffer): Asn1 {
  return primitive(Type.INTEGER, latin1(integerContent(value)))
}

export function enumerated(value: number): Asn1 {
  return primitive(Type.ENUMERATED, latin1(integerContent(value)))
}

export function boolean(value: boolean): Asn1 {
  return primitive(Type.BOOLEAN, value ? '\xff' : '\0')
}

export function nothing(): Asn1 {
  return primitive(Type.NULL, '')
}

export function octetString(content: Uint8Array): Asn1 {
  return primitive(Type.OCTETSTRING, latin1(content))
}

/** A BIT STRING whose last byte has `unusedBits` bits to spare. */
export function bitString(content: Buffer, unusedBits = 0): Asn1 {
  return primitive(Type.BITSTRING, String.fromCharCode(unusedBits) + latin1(content))
}

export function utf8String(text: string): Asn1 {
  return primitive(Type.UTF8, latin1(Buffer.from(text, 'utf8')))
}

/** forge turns the UTF-16 code units into bytes itself. */
export function bmpString(text: string): Asn1 {
  return primitive(Type.BMPSTRING, text)
}

export function utcTime(text: string): Asn1 {
  return primitive(Type.UTCTIME, text)
}

export function generalizedTime(text: string): Asn1 {
  return primitive(Type.GENERALIZEDTIME, text)
}

/** `[number]` around whole values. */
export function tagged(number: number, ...children: readonly Asn1[]): Asn1 {
  return constructed(Class.CONTEXT_SPECIFIC, number, children)
}

/** `[number] IMPLICIT` of a primitive type. */
export function taggedPrimitive(number: number, content: Uint8Array): Asn1 {
  return node(Class.CONTEXT_SPECIFIC, number, latin1(content))
}

/**
 * One encoded value, copied into the output as it is. Its content stays opaque to forge, which is
 * what makes a template fast and what keeps an issuer's name byte for byte (RFC 5280 4.1.2.4).
 */
export function encoded(der: Buffer): Asn1 {
  const value = readTlv(der, 0)
  if (value === undefined || value.raw.length !== der.length) throw new TypeError('not one DER value')
  return opaque(value.tag, value.content)
}

/** A value with a ready-made content. The "constructed" bit stays inside what forge takes for the type. */
export function opaque(tag: number, content: Buffer): Asn1 {
  return node(tag & 0xc0, tag & 0x3f, latin1(content))
}

export function encode(value: Asn1): Buffer {
  return Buffer.from(asn1.toDer(value).getBytes(), 'latin1')
}

/** A SEQUENCE of values that are encoded already. */
export function encodedSequence(...values: readonly Buffer[]): Buffer {
  const length = values.reduce((sum, value) => sum + value.length, 0)
  return Buffer.concat([head(Type.SEQUENCE | constructedBit, length), ...values])
}

/** What {@link bitString} encodes to. */
export function encodedBitString(content: Buffer): Buffer {
  return Buffer.concat([head(Type.BITSTRING, content.length + 1), Buffer.of(0), content])
}

const constructedBit = 0x20

/** Identifier and length, which is in its shortest form (X.690 10.1). */
function head(tag: number, length: number): Buffer {
  if (length < 0x80) return Buffer.of(tag, length)
  const bytes = bigEndian(BigInt(length))
  return Buffer.of(tag, 0x80 | bytes.length, ...bytes)
}

function primitive(type: forge.asn1.Type, value: string): Asn1 {
  return node(Class.UNIVERSAL, type, value)
}

/** What forge's own `create` makes, less a copy of every list. */
function node(tagClass: number, type: number, value: string): Asn1 {
  return { tagClass, type, constructed: false, composed: false, value }
}

function constructed(tagClass: number, type: number, children: readonly Asn1[]): Asn1 {
  return { tagClass, type, constructed: true, composed: true, value: [...children] }
}

function latin1(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('latin1')
}

/** Two's complement, shortest form, never negative (X.690 8.3). */
function integerContent(value: number | bigint | Buffer): Buffer {
  const bytes = Buffer.isBuffer(value) ? value : bigEndian(BigInt(value))
  const start = bytes.findIndex((byte) => byte !== 0)
  const magnitude = start < 0 ? Buffer.of(0) : bytes.subarray(start)
  return (magnitude[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), magnitude]) : magnitude
}

function bigEndian(value: bigint): Buffer {
  const hex = value.toString(16)
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
}
