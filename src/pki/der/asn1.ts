/**
 * Writes DER (X.690): a thin, typed layer over node-forge's ASN.1 encoder, with Buffers for its
 * binary strings. Reading is in `der-reader.ts`, because signatures cover the original bytes.
 */

import type { asn1 } from 'node-forge'
import { asBuffer } from './as-buffer.ts'
import { contextTag, primitiveContextTag, readTlv, Tag } from './der-reader.ts'
import { forge } from './forge.ts'

export type Asn1 = asn1.Asn1

export function sequence(...children: readonly Asn1[]): Asn1 {
  return constructed(Tag.sequence, children)
}

/** A SET of one value, or of values that the caller has put into DER order (X.690 11.6). */
export function set(...children: readonly Asn1[]): Asn1 {
  return constructed(Tag.set, children)
}

const oidNodes = new Map<string, Asn1>()

/** Takes the dotted form. Each is encoded once: nodes are never changed, and there are few. */
export function oid(dotted: string): Asn1 {
  const known = oidNodes.get(dotted)
  if (known !== undefined) return known
  const node = primitive(Tag.oid, forge().asn1.oidToDer(dotted).getBytes())
  oidNodes.set(dotted, node)
  return node
}

/** An INTEGER from a small number, or from big-endian bytes that count as unsigned. */
export function integer(value: number | bigint | Buffer): Asn1 {
  return primitive(Tag.integer, latin1(integerContent(value)))
}

export function enumerated(value: number): Asn1 {
  return primitive(Tag.enumerated, latin1(integerContent(value)))
}

export function boolean(value: boolean): Asn1 {
  return primitive(Tag.boolean, value ? '\xff' : '\0')
}

export function nothing(): Asn1 {
  return primitive(Tag.null, '')
}

export function octetString(content: Uint8Array): Asn1 {
  return primitive(Tag.octetString, latin1(content))
}

/** A BIT STRING whose last byte has `unusedBits` bits to spare. */
export function bitString(content: Buffer, unusedBits = 0): Asn1 {
  return primitive(Tag.bitString, String.fromCharCode(unusedBits) + latin1(content))
}

export function utf8String(text: string): Asn1 {
  return primitive(Tag.utf8String, latin1(Buffer.from(text, 'utf8')))
}

/** forge turns the UTF-16 code units into bytes itself. */
export function bmpString(text: string): Asn1 {
  return primitive(Tag.bmpString, text)
}

export function utcTime(text: string): Asn1 {
  return primitive(Tag.utcTime, text)
}

export function generalizedTime(text: string): Asn1 {
  return primitive(Tag.generalizedTime, text)
}

/** `[number]` around whole values. */
export function tagged(number: number, ...children: readonly Asn1[]): Asn1 {
  return constructed(contextTag(number), children)
}

/** `[number] IMPLICIT` of a primitive type. */
export function taggedPrimitive(number: number, content: Uint8Array): Asn1 {
  return opaque(primitiveContextTag(number), content)
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
export function opaque(tag: number, content: Uint8Array): Asn1 {
  return primitive(tag, latin1(content))
}

export function encode(value: Asn1): Buffer {
  return Buffer.from(forge().asn1.toDer(value).getBytes(), 'latin1')
}

/** A SEQUENCE of values that are encoded already. */
export function encodedSequence(...values: readonly Buffer[]): Buffer {
  const length = values.reduce((sum, value) => sum + value.length, 0)
  return Buffer.concat([head(Tag.sequence, length), ...values])
}

/** What {@link bitString} encodes to. */
export function encodedBitString(content: Buffer): Buffer {
  return Buffer.concat([head(Tag.bitString, content.length + 1), Buffer.of(0), content])
}

/** Identifier and length, which is in its shortest form (X.690 10.1). */
function head(tag: number, length: number): Buffer {
  if (length < 0x80) return Buffer.of(tag, length)
  const bytes = bigEndian(BigInt(length))
  return Buffer.of(tag, 0x80 | bytes.length, ...bytes)
}

/** What forge's own `create` makes, less a copy of every list. */
function primitive(tag: number, value: string): Asn1 {
  return { tagClass: tag & 0xc0, type: tag & 0x3f, constructed: false, composed: false, value }
}

function constructed(tag: number, children: readonly Asn1[]): Asn1 {
  return { tagClass: tag & 0xc0, type: tag & 0x1f, constructed: true, composed: true, value: [...children] }
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
