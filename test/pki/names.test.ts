import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encode, sequence } from '../../src/pki/der/asn1.ts'
import { readDer } from '../../src/pki/der/der-reader.ts'
import { encodeTime, readTime, validityFrom } from '../../src/pki/x509/certificate-time.ts'
import { encodeName, nameText, readName } from '../../src/pki/x509/distinguished-name.ts'
import { ipAddressBytes, ipAddressText } from '../../src/pki/x509/ip-address.ts'
import { serialNumber, serialText } from '../../src/pki/x509/serial-number.ts'
import { dnsNameAscii, encodeSubjectNames, readSubjectNames } from '../../src/pki/x509/subject-names.ts'
import { day } from '../support/pki-fixtures.ts'

describe('a distinguished name', () => {
  test.each([
    { parts: { commonName: 'a' }, text: 'CN=a' },
    { parts: { organization: 'Plant', commonName: 'press 1' }, text: 'O=Plant, CN=press 1' },
    { parts: { organization: 'Müller, Söhne', commonName: '工場' }, text: 'O=Müller\\, Söhne, CN=工場' },
    { parts: { commonName: ' #a+b=c;"d"<e>\\ ' }, text: 'CN=\\ #a\\+b\\=c\\;\\"d\\"\\<e\\>\\\\\\ ' },
    { parts: { commonName: ' a' }, text: 'CN=\\ a' },
    { parts: { commonName: 'a\nb' }, text: 'CN=a\\0ab' },
  ])('shows as $text', ({ parts, text }) => {
    expect(nameText(parts)).toBe(text)
    expect(readDer(encodeName(parts), readName)).toMatchObject({ ...parts, text })
  })

  test('reads back as it was written, and shows as it was foretold', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 })
    fc.assert(
      fc.property(text, text, (organization, commonName) => {
        const name = readDer(encodeName({ organization, commonName }), readName)
        expect(name).toMatchObject({ organization, commonName, text: nameText({ organization, commonName }) })
      }),
    )
  })

  test('two names with different parts show differently', () => {
    const text = fc.string({ minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(text, text, text, text, (o1, c1, o2, c2) => {
        fc.pre(o1 !== o2 || c1 !== c2)
        const [a, b] = [
          { organization: o1, commonName: c1 },
          { organization: o2, commonName: c2 },
        ]
        expect(nameText(a)).not.toBe(nameText(b))
      }),
    )
  })
})

describe('an IP address', () => {
  test.each([
    ['10.0.0.5', '0a000005', '10.0.0.5'],
    ['255.255.255.255', 'ffffffff', '255.255.255.255'],
    ['::', '00'.repeat(16), '::'],
    ['::1', `${'00'.repeat(15)}01`, '::1'],
    ['2001:DB8:0:0:8:800:200C:417A', '20010db80000000000080800200c417a', '2001:db8::8:800:200c:417a'],
    ['1::', `0001${'00'.repeat(14)}`, '1::'],
    ['::ffff:192.0.2.1', `${'00'.repeat(10)}ffffc0000201`, '::ffff:c000:201'],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008', '1:2:3:4:5:6:7:8'],
  ])('%s has the octets %s', (text, octets, canonical) => {
    expect(ipAddressBytes(text)?.toString('hex')).toBe(octets)
    expect(ipAddressText(Buffer.from(octets, 'hex'))).toBe(canonical)
  })

  test.each(['', 'localhost', '1.2.3', '1.2.3.256', '01.2.3.4', 'fe80::1%eth0', '1::2::3', ':::', '[::1]'])(
    '"%s" is none',
    (text) => {
      expect(ipAddressBytes(text)).toBeUndefined()
    },
  )

  test('every 16 bytes survive the way to text and back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (octets) => {
        const text = ipAddressText(Buffer.from(octets))
        expect(text && ipAddressBytes(text)).toEqual(Buffer.from(octets))
      }),
    )
  })
})

describe('alternative names', () => {
  test.each([
    ['mqtt.plant.example', 'mqtt.plant.example'],
    ['*.plant.example', '*.plant.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['*.bücher.example', '*.xn--bcher-kva.example'],
    ['my_broker', 'my_broker'],
    ['', undefined],
    ['a b', undefined],
    ['a..b', undefined],
    ['a.*.b', undefined],
    ['a\nb', undefined],
    ['ä b', undefined],
    ['ä\nb', undefined],
    ['*.', undefined],
  ])('the DNS name "%s" is written as %s', (name, written) => {
    expect(dnsNameAscii(name)).toBe(written)
  })

  test('read back as they were written', () => {
    const names = {
      dnsNames: ['a.example', '*.b.example'],
      ipAddresses: ['10.0.0.5', '2001:db8::5'],
      uris: ['urn:mqttopia:plant:client:press-1'],
      emailAddresses: ['ops@plant.example'],
    }
    expect(readDer(encode(sequence(...encodeSubjectNames(names))), readSubjectNames)).toEqual(names)
  })

  test.each([
    { dnsNames: ['a\nb'], ipAddresses: [], uris: [] },
    { dnsNames: [], ipAddresses: ['localhost'], uris: [] },
    { dnsNames: [], ipAddresses: [], uris: ['urn:grün'] },
  ])('what cannot be written throws: %o', (names) => {
    expect(() => encodeSubjectNames(names)).toThrow(RangeError)
  })
})

describe('a time', () => {
  test.each([
    ['2026-11-23T09:35:09Z', '170d3236313132333039333530395a'],
    ['2049-12-31T23:59:59Z', '170d3439313233313233353935395a'],
    ['2050-01-01T00:00:00Z', '180f32303530303130313030303030305a'],
    ['1950-01-01T00:00:00Z', '170d3530303130313030303030305a'],
    ['9999-12-31T23:59:59Z', '180f39393939313233313233353935395a'],
  ])('%s is written as %s', (text, der) => {
    expect(encode(encodeTime(new Date(text))).toString('hex')).toBe(der)
    expect(readDer(Buffer.from(der, 'hex'), readTime)).toEqual(new Date(text))
  })

  test.each(['1949-12-31T23:59:59Z', '+010000-01-01T00:00:00Z', 'never'])('%s cannot be written', (text) => {
    expect(() => encodeTime(new Date(text))).toThrow(RangeError)
  })

  test.each([
    '170b323631313233303933355a',
    '170d3236313333333039333530395a',
    '170d3236313132333039333530392b',
  ])('%s is no time', (der) => {
    expect(readDer(Buffer.from(der, 'hex'), readTime)).toBeUndefined()
  })
})

describe('validityFrom', () => {
  const now = new Date('2026-11-23T09:35:09.500Z')

  test('starts an hour ago on the minute, and lasts as long as asked from now', () => {
    expect(validityFrom(now, 90 * day)).toEqual({
      notBefore: new Date('2026-11-23T08:35:00Z'),
      notAfter: new Date('2027-02-21T09:35:09Z'),
    })
  })

  test('never lasts longer than the issuer', () => {
    const issuerNotAfter = new Date('2026-12-01T00:00:00Z')
    expect(validityFrom(now, 90 * day, issuerNotAfter).notAfter).toEqual(issuerNotAfter)
    expect(validityFrom(now, day, issuerNotAfter).notAfter).toEqual(new Date('2026-11-24T09:35:09Z'))
  })
})

describe('a serial number', () => {
  test.each(['00', 'ff', '80', '7f'])('made from bytes of %s has 20 octets and is positive', (byte) => {
    const serial = serialNumber((bytes) => Buffer.alloc(bytes, byte, 'hex'))
    expect(serial).toHaveLength(20)
    expect(serial[0]).toBeGreaterThanOrEqual(0x40)
    expect(serial[0]).toBeLessThan(0x80)
  })

  test('leaves the random bytes as they were', () => {
    const random = Buffer.alloc(20, 0xff)
    serialNumber(() => random)
    expect(random).toEqual(Buffer.alloc(20, 0xff))
  })

  test.each([
    ['0a', 'a'],
    ['00', '0'],
    ['0010', '10'],
    ['ff01', 'ff01'],
  ])('of the octets %s reads "%s"', (octets, text) => {
    expect(serialText(Buffer.from(octets, 'hex'))).toBe(text)
  })
})
