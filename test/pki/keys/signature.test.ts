import { describe, expect, test } from 'vitest'
import { oids } from '../../../src/pki/der/oids.ts'
import { generateKey } from '../../../src/pki/keys/generate-key.ts'
import { signatureName, signatureStrength, verifySignature } from '../../../src/pki/keys/signature.ts'
import { signerOf } from '../../support/pki-fixtures.ts'

const data = Buffer.from('to be signed')

describe('verifySignature', () => {
  test.each([
    ['p256', oids.ecdsaWithSha256],
    ['p384', oids.ecdsaWithSha384],
    ['rsa2048', oids.sha256WithRsa],
    ['ed25519', oids.ed25519],
  ] as const)('knows what a %s key signed', (algorithm, oid) => {
    const key = generateKey(algorithm)
    const signature = signerOf(key).sign(data)
    expect(verifySignature(data, oid, signature, key.spki)).toBe(true)
    expect(verifySignature(Buffer.from('something else'), oid, signature, key.spki)).toBe(false)
    expect(verifySignature(data, oid, signature, generateKey(algorithm).spki)).toBe(false)
  })

  test('holds the algorithm to the kind of the key', () => {
    const key = generateKey('p256')
    const signature = signerOf(key).sign(data)
    expect(verifySignature(data, oids.sha256WithRsa, signature, key.spki)).toBe(false)
    expect(verifySignature(data, oids.ecdsaWithSha384, signature, key.spki)).toBe(false)
    expect(verifySignature(data, '1.2.3', signature, key.spki)).toBe(false)
    expect(verifySignature(data, oids.ecdsaWithSha256, signature, Buffer.from('3000', 'hex'))).toBe(false)
  })
})

test.each([
  [oids.ecdsaWithSha256, 'ecdsa-with-SHA256', 'good'],
  [oids.sha1WithRsa, 'sha1WithRSAEncryption', 'weak'],
  [oids.rsassaPss, 'oid 1.2.840.113549.1.1.10', 'unsupported'],
])('%s is %s, and %s', (oid, name, strength) => {
  expect(signatureName(oid)).toBe(name)
  expect(signatureStrength(oid)).toBe(strength)
})
