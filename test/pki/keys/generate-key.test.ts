import { createECDH, createPrivateKey, createPublicKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { generateKey, generateKeyAsync, p256Key } from '../../../src/pki/keys/generate-key.ts'
import { readPublicKey, subjectKeyId } from '../../../src/pki/keys/public-key.ts'
import { importKey } from '../../support/pki-fixtures.ts'

describe.each(['p256', 'p384', 'ed25519', 'rsa2048'] as const)('a %s key', (algorithm) => {
  test('is what OpenSSL writes for it, byte for byte', () => {
    const key = generateKey(algorithm)
    expect(importKey(key).export({ type: 'pkcs8', format: 'der' })).toEqual(key.pkcs8)
    expect(createPublicKey(importKey(key)).export({ type: 'spki', format: 'der' })).toEqual(key.spki)
    expect(readPublicKey(key.spki)).toMatchObject({ algorithm })
  })

  test('is another one each time', async () => {
    const keys = [await generateKeyAsync(algorithm), await generateKeyAsync(algorithm)]
    expect(keys[0]?.algorithm).toBe(algorithm)
    expect(keys[0]?.spki).not.toEqual(keys[1]?.spki)
  })
})

test.each([
  ['a short scalar', '01'],
  ['a scalar of 31 bytes', '02'.repeat(31)],
  ['a scalar of 32 bytes', '03'.repeat(32)],
])('p256Key pads %s', (_, scalar) => {
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(Buffer.from(scalar.padStart(64, '0'), 'hex'))
  const { pkcs8, spki } = p256Key(ecdh.getPublicKey(), Buffer.from(scalar, 'hex'))
  const imported = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  expect(imported.export({ type: 'pkcs8', format: 'der' })).toEqual(pkcs8)
  expect(createPublicKey(imported).export({ type: 'spki', format: 'der' })).toEqual(spki)
})

test('four hundred P-256 keys in a row are all valid', () => {
  for (let i = 0; i < 400; i += 1) {
    const key = generateKey('p256')
    expect(createPublicKey(importKey(key)).export({ type: 'spki', format: 'der' })).toEqual(key.spki)
  }
})

test('exporting imported keys does not hang, as exporting generated key objects does in Node 20', () => {
  for (let i = 0; i < 500; i += 1) importKey(generateKey('p384')).export({ format: 'jwk' })
})

describe('readPublicKey', () => {
  test('tells the P-256 fast path from parsing only by speed', () => {
    const { spki } = generateKey('p256')
    const fast = readPublicKey(spki)
    const broken = Buffer.from(spki)
    broken[0] = 0x31
    expect(readPublicKey(broken)).toBeUndefined()
    expect(fast).toEqual({ family: 'p256', algorithm: 'p256', spki, bits: spki.subarray(-65) })
  })

  test('refuses what is no key', () => {
    expect(readPublicKey(Buffer.alloc(0))).toBeUndefined()
    expect(readPublicKey(Buffer.from('3003020100', 'hex'))).toBeUndefined()
  })
})

test('a subject key identifier has 20 bytes and depends on the key alone', () => {
  const bits = Buffer.from('04aa', 'hex')
  expect(subjectKeyId(bits)).toHaveLength(20)
  expect(subjectKeyId(bits)).toEqual(subjectKeyId(Buffer.from(bits)))
})
