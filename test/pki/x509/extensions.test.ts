import { expect, test } from 'vitest'
import { type Asn1, encode } from '../../../src/pki/der/asn1.ts'
import { readDer } from '../../../src/pki/der/der-reader.ts'
import * as extensions from '../../../src/pki/x509/extensions.ts'
import { readExtensions } from '../../../src/pki/x509/read-extensions.ts'

/** Inside each: object identifier, `0101ff` where critical, and an OCTET STRING around the value. */
test.each<[string, Asn1 | undefined, string]>([
  ['basicConstraints of a leaf', extensions.basicConstraints(false), '300c0603551d130101ff04023000'],
  ['basicConstraints of a root', extensions.basicConstraints(true), '300f0603551d130101ff040530030101ff'],
  [
    'basicConstraints with a path length',
    extensions.basicConstraints(true, 0),
    '30120603551d130101ff040830060101ff020100',
  ],
  ['keyUsage with one bit', extensions.keyUsage(['digitalSignature']), '300e0603551d0f0101ff040403020780'],
  [
    'keyUsage with bits apart',
    extensions.keyUsage(['keyEncipherment', 'digitalSignature']),
    '300e0603551d0f0101ff0404030205a0',
  ],
  [
    'keyUsage of an authority',
    extensions.keyUsage(['keyCertSign', 'cRLSign']),
    '300e0603551d0f0101ff040403020106',
  ],
  ['extKeyUsage', extensions.extKeyUsage(['client auth']), '30130603551d25040c300a06082b06010505070302'],
  [
    'authorityKeyIdentifier',
    extensions.authorityKeyIdentifier(Buffer.of(7)),
    '300c0603551d23040530038001' + '07',
  ],
  [
    'crlDistributionPoints',
    extensions.crlDistributionPoints(['urn:a']),
    '30160603551d1f040f300d300ba009a0078605' + '75726e3a61',
  ],
])('%s is written as RFC 5280 has it', (_, node, der) => {
  expect(node && encode(node).toString('hex')).toBe(der)
})

test('nothing is written for no names and no addresses', () => {
  expect(extensions.subjectAltName({ dnsNames: [], ipAddresses: [], uris: [] })).toBeUndefined()
  expect(extensions.crlDistributionPoints([])).toBeUndefined()
})

test('an extension may not stand twice', () => {
  const list = (hex: string) => readDer(Buffer.from(hex, 'hex'), readExtensions)
  const one = '300c0603551d130101ff04023000'
  expect(list(`300e${one}`)).toMatchObject({ isAuthority: false, criticalExtensions: ['2.5.29.19'] })
  expect(list(`301c${one}${one}`)).toBeUndefined()
})
