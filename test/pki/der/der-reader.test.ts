import fc from 'fast-check'
import forge from 'node-forge'
import { describe, expect, test } from 'vitest'
import {
  boolean,
  encode,
  encoded,
  integer,
  octetString,
  oid,
  sequence,
  utf8String,
} from '../../../src/pki/der/asn1.ts'
import { children, contentOf, nested, readDer, readTlv, Tag } from '../../../src/pki/der/der-reader.ts'
import {
  booleanValue,
  oidText,
  smallNumber,
  stringText,
  unsignedBytes,
} from '../../../src/pki/der/der-values.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

describe('readTlv', () => {
  test.each([
    { name: 'no bytes', der: '' },
    { name: 'a tag alone', der: '30' },
    { name: 'a length beyond the end', der: '04 03 00 00' },
    { name: 'an indefinite length', der: '30 80 00 00' },
    { name: 'a short length in the long form', der: '04 81 01 00' },
    { name: 'a long length with a leading zero', der: `04 82 00 80 ${'00'.repeat(128)}` },
    { name: 'a length of five octets', der: '04 85 01 00 00 00 00' },
    { name: 'a length that is cut off', der: '04 82 01' },
    { name: 'a tag of several octets', der: '1f 81 01 00' },
  ])('refuses $name', ({ der }) => {
    expect(readTlv(hex(der), 0)).toBeUndefined()
  })

  test('gives views of the original bytes', () => {
    const der = hex('ff 04 02 0a 0b ff')
    const value = readTlv(der, 1)
    expect(value).toEqual({ tag: 0x04, content: hex('0a 0b'), raw: hex('04 02 0a 0b') })
    expect(value?.raw.buffer).toBe(der.buffer)
  })

  test('reads the long form', () => {
    const content = Buffer.alloc(300, 7)
    expect(readTlv(Buffer.concat([hex('04 82 01 2c'), content]), 0)?.content).toEqual(content)
  })
})

describe('readDer', () => {
  test('wants one value and nothing after it', () => {
    expect(readDer(hex('05 00'), ({ tag }) => tag)).toBe(Tag.null)
    expect(readDer(hex('05 00 00'), ({ tag }) => tag)).toBeUndefined()
  })

  test('passes on faults that are ours', () => {
    const fault = () => {
      throw new TypeError('ours')
    }
    expect(() => readDer(hex('05 00'), fault)).toThrow('ours')
  })

  test('reads deep nesting one level at a time', () => {
    let der: Buffer = hex('05 00')
    for (let i = 0; i < 3000; i += 1) der = Buffer.concat([lengthOf(Tag.sequence, der.length), der])
    expect(readDer(der, (value) => children(value, Tag.sequence).length)).toBe(1)
  })
})

function lengthOf(tag: number, length: number): Buffer {
  if (length < 128) return Buffer.of(tag, length)
  return length < 256 ? Buffer.of(tag, 0x81, length) : Buffer.of(tag, 0x82, length >> 8, length & 0xff)
}

describe('values', () => {
  const read = <T>(der: string, as: (value: ReturnType<typeof readTlv>) => T) => readDer(hex(der), as)

  test.each([
    ['02 01 00', 0],
    ['02 01 7f', 127],
    ['02 02 00 80', 128],
    ['02 03 01 00 00', 65_536],
    ['02 01 80', undefined],
    ['02 02 00 7f', undefined],
    ['02 00', undefined],
    ['02 07 01 00 00 00 00 00 00', undefined],
  ])('the integer %s is %s', (der, value) => {
    expect(read(der, smallNumber)).toBe(value)
  })

  test.each([
    ['06 03 55 04 03', '2.5.4.3'],
    ['06 01 2a', '1.2'],
    ['06 02 88 37', '2.999'],
    ['06 09 2a 86 48 86 f7 0d 01 01 0b', '1.2.840.113549.1.1.11'],
    ['06 00', undefined],
    ['06 02 2a 86', undefined],
    ['06 03 2a 80 01', undefined],
    ['06 0a 2a ff ff ff ff ff ff ff ff 7f', undefined],
  ])('the object identifier %s is %s', (der, value) => {
    expect(read(der, oidText)).toBe(value)
  })

  test.each([
    ['01 01 ff', true],
    ['01 01 00', false],
    ['01 01 01', undefined],
    ['01 02 ff ff', undefined],
  ])('the boolean %s is %s', (der, value) => {
    expect(read(der, booleanValue)).toBe(value)
  })

  test.each([
    ['0c 02 c3 a4', 'ä'],
    ['13 02 41 42', 'AB'],
    ['1e 04 00 41 20 ac', 'A€'],
    ['1e 03 00 41 20', undefined],
    ['04 01 41', undefined],
  ])('the string %s is %s', (der, value) => {
    expect(read(der, (tlv) => tlv && stringText(tlv))).toBe(value)
  })
})

describe('against node-forge', () => {
  const { node } = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      fc.boolean().map(boolean),
      fc.bigInt({ min: 0n, max: 2n ** 200n }).map((value) => integer(value)),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => octetString(Buffer.from(bytes))),
      fc.string({ unit: 'grapheme' }).map(utf8String),
      fc.constantFrom('1.2.840.10045.2.1', '2.5.29.17', '2.999.1', '0.9.2342.19200300').map(oid),
      fc
        .array(tie('node') as fc.Arbitrary<ReturnType<typeof sequence>>, { maxLength: 5 })
        .map((list) => sequence(...list)),
    ),
  }))

  test('what the writer writes is read as the same tree', () => {
    fc.assert(
      fc.property(node, (tree) => {
        const der = encode(tree as ReturnType<typeof sequence>)
        expect(readDer(der, ({ raw }) => raw)).toEqual(der)
        expect(encode(encoded(der))).toEqual(der)
        expect(shape(der)).toEqual(forgeShape(forge.asn1.fromDer(der.toString('latin1'))))
      }),
    )
  })

  test('random bytes are read or refused, as forge does, but for what only BER allows', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const der = Buffer.from(bytes)
        if (der.some((byte) => (byte & 0x1f) === 0x1e)) return // forge takes any such tag for a BMPString
        if (readDer(der, (value) => shapeOf(value)) === undefined) return
        expect(shape(der)).toEqual(forgeShape(forge.asn1.fromDer(der.toString('latin1'), true)))
      }),
      { numRuns: 3000 },
    )
  })
})

type Shape = string | Shape[]

function shape(der: Buffer): Shape | undefined {
  return readDer(der, shapeOf)
}

function shapeOf(value: NonNullable<ReturnType<typeof readTlv>>): Shape {
  if ((value.tag & 0x20) === 0) return `${value.tag}:${value.content.toString('hex')}`
  return [`${value.tag}`, ...children(value, value.tag).map(shapeOf)]
}

function forgeShape(value: forge.asn1.Asn1 & { bitStringContents?: string }): Shape {
  const tag = value.tagClass | value.type | (value.constructed ? 0x20 : 0)
  if (value.constructed && typeof value.value !== 'string') return [`${tag}`, ...value.value.map(forgeShape)]
  const content = value.bitStringContents ?? value.value
  const bytes = typeof content === 'string' ? content : ''
  const bmp = value.type === forge.asn1.Type.BMPSTRING
  return `${tag}:${bmp ? Buffer.from(bytes, 'utf16le').swap16().toString('hex') : Buffer.from(bytes, 'latin1').toString('hex')}`
}

test('nested and contentOf refuse what is not there', () => {
  expect(readDer(hex('04 01 30'), ({ content }) => nested(content))).toBeUndefined()
  expect(readDer(hex('04 00'), (value) => contentOf(value, Tag.sequence))).toBeUndefined()
  expect(readDer(hex('02 02 00 ff'), unsignedBytes)).toEqual(hex('ff'))
})
