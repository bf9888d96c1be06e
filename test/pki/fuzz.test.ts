/** Every reader of foreign bytes: a value or a typed problem, never an exception, never a long wait. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readPem, toPem } from '../../src/pki/der/pem.ts'
import { encryptPrivateKey } from '../../src/pki/keys/encrypt-private-key.ts'
import { generateKey } from '../../src/pki/keys/generate-key.ts'
import { loadPrivateKey } from '../../src/pki/keys/load-private-key.ts'
import { readPublicKey } from '../../src/pki/keys/public-key.ts'
import { verifyPassword } from '../../src/pki/password-hash.ts'
import { readPkcs12 } from '../../src/pki/pkcs12/read-pkcs12.ts'
import { writePkcs12 } from '../../src/pki/pkcs12/write-pkcs12.ts'
import { createCrl } from '../../src/pki/x509/create-crl.ts'
import { readCertificates } from '../../src/pki/x509/read-certificate.ts'
import { readCrl } from '../../src/pki/x509/read-crl.ts'
import { createSigningRequest, readSigningRequest } from '../../src/pki/x509/signing-request.ts'
import { seededRandom, signerOf, testPki } from '../support/pki-fixtures.ts'

const now = new Date('2026-11-23T09:35:09Z')
const pki = testPki('p256', now)
const { issued, key } = pki.issueServer({
  crlUrls: ['http://a.example/c.crl'],
  emailAddresses: ['a@b.example'],
})
const random = seededRandom('fuzz')
const encrypted = encryptPrivateKey(key.pkcs8, { passphrase: 'x', iterations: 10, random })
const crl = createCrl(pki.clients, {
  revoked: [{ serial: issued.serial, revokedAt: now, reason: 'superseded' }],
  number: 7n,
  thisUpdate: now,
  nextUpdate: now,
})
const container = (encryption: 'modern' | 'legacy') =>
  writePkcs12({
    ...{ pkcs8: key.pkcs8, certificate: issued.der, chain: [pki.clients.certificate.der] },
    ...{ password: 'x', friendlyName: 'x', encryption, iterations: 10, random },
  })

const readers: readonly { name: string; seeds: readonly Buffer[]; read: (bytes: Buffer) => unknown }[] = [
  {
    name: 'readCertificates',
    seeds: [issued.der, pki.root.certificate.der, Buffer.from(toPem('CERTIFICATE', issued.der))],
    read: readCertificates,
  },
  {
    name: 'loadPrivateKey',
    seeds: [
      key.pkcs8,
      generateKey('ed25519').pkcs8,
      Buffer.from(encrypted),
      readPem(encrypted)[0]?.der ?? Buffer.alloc(0),
    ],
    read: (bytes) => loadPrivateKey(bytes, 'x'),
  },
  {
    name: 'readSigningRequest',
    seeds: [createSigningRequest({ commonName: 'a', dnsNames: ['b'] }, signerOf(key))],
    read: readSigningRequest,
  },
  { name: 'readCrl', seeds: [crl, Buffer.from(toPem('X509 CRL', crl))], read: readCrl },
  {
    name: 'readPkcs12',
    seeds: [container('modern'), container('legacy')],
    read: (bytes) => readPkcs12(bytes, 'x'),
  },
]

/** One of the seeds with some bytes changed, put in, taken out, or cut off. */
function damaged(seeds: readonly Buffer[]): fc.Arbitrary<Buffer> {
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    take: fc.constantFrom(0, 1, 1, 1, 2, 7, 1000),
    put: fc.oneof(
      fc.uint8Array({ maxLength: 2 }),
      fc.constantFrom(Buffer.of(0x30, 0x80), Buffer.of(0x84, 0xff)),
    ),
  })
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([seed, edits]) =>
      edits.reduce((bytes: Buffer, { at, take, put }) => {
        const start = Math.floor(at * bytes.length)
        return Buffer.concat([bytes.subarray(0, start), put, bytes.subarray(start + take)])
      }, seed),
    )
}

const outcome = (result: unknown) => {
  expect(result).toBeTypeOf('object')
  expect(result).not.toBeNull()
}

describe.each(readers)('$name', ({ seeds, read }) => {
  test('reads what the fuzzer starts from', () => {
    for (const seed of seeds) expect(read(seed)).not.toHaveProperty('problem')
  })

  test('survives every flipped bit', () => {
    for (const seed of seeds) {
      for (let bit = 0; bit < seed.length * 8; bit += 3) {
        const changed = Buffer.from(seed)
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        outcome(read(changed))
      }
    }
  })

  test('survives every length', () => {
    for (const seed of seeds) {
      for (let length = 0; length < seed.length; length += 1) {
        expect(read(seed.subarray(0, length)), `${length} bytes`).toSatisfy(
          (result: object) => 'problem' in result || seed.includes('-----END'),
        )
      }
    }
  })

  test('survives damage', () => {
    fc.assert(
      fc.property(damaged(seeds), (bytes) => {
        outcome(read(bytes))
      }),
      { numRuns: 1500 },
    )
  })

  test('survives noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(read(Buffer.from(bytes))).toHaveProperty('problem')
      }),
      { numRuns: 500 },
    )
  })

  test('survives breadth without end', () => {
    expect(read(broad())).toHaveProperty('problem')
    expect(read(broad().subarray(5))).toHaveProperty('problem')
  })

  test('survives nesting without end', () => {
    for (const depth of [100, 10_000, 200_000]) {
      expect(read(Buffer.alloc(depth, Buffer.of(0x30, 0x80)))).toHaveProperty('problem')
      expect(read(nested(Math.min(depth, 20_000)))).toHaveProperty('problem')
    }
  })
})

/** A SEQUENCE of a quarter of a million values, in a SEQUENCE after what tells an encrypted key. */
function broad(): Buffer {
  const values = Buffer.alloc(500_000, Buffer.of(0x05, 0x00))
  const list = Buffer.concat([Buffer.of(0x30, 0x83, 0x07, 0xa1, 0x20), values])
  return Buffer.concat([Buffer.of(0x30, 0x83, 0x07, 0xa1, 0x25), list])
}

/** SEQUENCEs in SEQUENCEs, all with right lengths. */
function nested(depth: number): Buffer {
  const heads: Buffer[] = []
  let length = 0
  for (let i = 0; i < depth; i += 1) {
    const head = Buffer.of(0x30, 0x83, length >> 16, (length >> 8) & 0xff, length & 0xff)
    const short =
      length < 0x80 ? Buffer.of(0x30, length) : length < 0x100 ? Buffer.of(0x30, 0x81, length) : undefined
    const chosen = short ?? (length < 0x10000 ? Buffer.of(0x30, 0x82, length >> 8, length & 0xff) : head)
    heads.push(chosen)
    length += chosen.length
  }
  return Buffer.concat(heads.reverse())
}

test('readPem survives text', () => {
  const line = fc.constantFrom(
    '-----BEGIN A-----',
    '-----END A-----',
    '-----BEGIN B-----',
    'MAA=',
    'x: y',
    '=',
    '',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.string()), { maxLength: 12 }), (lines) => {
      for (const { der } of readPem(lines.join('\n'))) expect(der.length).toBeGreaterThan(0)
    }),
  )
  expect(readPem(`-----BEGIN ${'A'.repeat(1_000_000)}`)).toEqual([])
  expect(readPem('-----BEGIN A-----\n'.repeat(100_000))).toEqual([])
})

test('readPublicKey and verifyPassword survive noise', () => {
  fc.assert(
    fc.property(damaged([key.spki]), fc.string(), (bytes, text) => {
      expect(readPublicKey(bytes)?.spki.length ?? 0).toBeLessThanOrEqual(bytes.length)
      expect(verifyPassword('x', text)).toBe(false)
    }),
  )
})
