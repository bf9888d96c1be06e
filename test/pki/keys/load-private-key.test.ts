import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { encode, integer, octetString, oid, sequence } from '../../../src/pki/der/asn1.ts'
import { oids } from '../../../src/pki/der/oids.ts'
import { readPem, toPem } from '../../../src/pki/der/pem.ts'
import { encryptPrivateKey } from '../../../src/pki/keys/encrypt-private-key.ts'
import { generateKey } from '../../../src/pki/keys/generate-key.ts'
import { loadPrivateKey } from '../../../src/pki/keys/load-private-key.ts'
import { signerFor } from '../../../src/pki/keys/signer.ts'
import { isProblem } from '../../../src/pki/pki-problem.ts'
import { expectRead, seededRandom } from '../../support/pki-fixtures.ts'
import { type Workplace, workplace } from '../../support/pki-program.ts'
import { describeWithPeers } from '../../support/real-peer.ts'

const p256 = generateKey('p256')

function problemOf(input: string | Uint8Array, passphrase?: string): string | undefined {
  const result = loadPrivateKey(input, passphrase)
  return isProblem(result) ? result.problem : undefined
}

describe('a key of our own', () => {
  test('is read from PEM and from DER', () => {
    for (const form of [toPem('PRIVATE KEY', p256.pkcs8), p256.pkcs8, new Uint8Array(p256.pkcs8)]) {
      expect(expectRead(loadPrivateKey(form)).publicKey.spki).toEqual(p256.spki)
    }
  })

  test('is found between other blocks and explanations', () => {
    const pem = `Bag Attributes\n${toPem('CERTIFICATE', Buffer.from('3000', 'hex'))}key:\r\n${toPem('PRIVATE KEY', p256.pkcs8)}`
    expect(expectRead(loadPrivateKey(pem)).publicKey.algorithm).toBe('p256')
  })

  test('goes in and out under a passphrase', () => {
    const input = { passphrase: 'grün', iterations: 1000, random: seededRandom('key') }
    const pem = encryptPrivateKey(p256.pkcs8, input)
    expect(expectRead(loadPrivateKey(pem, 'grün')).publicKey.spki).toEqual(p256.spki)
    expect(expectRead(loadPrivateKey(readPem(pem)[0]?.der ?? '', 'grün')).publicKey.spki).toEqual(p256.spki)
    expect(problemOf(pem)).toBe('passphrase-needed')
    expect(problemOf(pem, '')).toBe('wrong-passphrase')
    expect(problemOf(pem, 'blau')).toBe('wrong-passphrase')
  })

  test('a wrong passphrase is one even where the padding happens to fit', () => {
    const input = { passphrase: 'right', iterations: 1, random: seededRandom('padding') }
    const pem = encryptPrivateKey(p256.pkcs8, input)
    const problems = Array.from({ length: 1000 }, (_, i) => problemOf(pem, `wrong ${i}`))
    expect(new Set(problems)).toEqual(new Set(['wrong-passphrase']))
  })
})

describe('what is no key', () => {
  test.each([
    ['nothing', ''],
    ['a word', 'hello'],
    ['a certificate', toPem('CERTIFICATE', Buffer.from('3000', 'hex'))],
    ['an empty block', '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n'],
    ['a cut-off block', toPem('PRIVATE KEY', p256.pkcs8).slice(0, -30)],
    ['a block of another key', '-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n'],
    ['a cut-off key', toPem('PRIVATE KEY', p256.pkcs8.subarray(0, -1))],
  ])('%s is unreadable', (_, text) => {
    expect(problemOf(text)).toBe('unreadable')
  })

  test('a form that only ssh knows is unsupported, with a way out', () => {
    const pem = '-----BEGIN OPENSSH PRIVATE KEY-----\nMAA=\n-----END OPENSSH PRIVATE KEY-----\n'
    expect(loadPrivateKey(pem)).toMatchObject({
      problem: 'unsupported-key',
      hint: expect.stringContaining('ssh-keygen'),
    })
  })

  test('a key stretched for hours is refused at once', () => {
    const parameters = sequence(octetString(Buffer.alloc(8)), integer(2_000_000_000))
    const algorithm = sequence(oid(oids.pbeWithSha1And3KeyTripleDes), parameters)
    const der = encode(sequence(algorithm, octetString(Buffer.alloc(144))))
    expect(problemOf(der, 'x')).toBe('unsupported-encryption')
  })
})

describeWithPeers(['openssl'], 'keys made by OpenSSL', () => {
  function made(...args: readonly string[]): Workplace {
    const place = workplace()
    place.succeed('openssl', ...args, '-out', 'key.pem')
    return place
  }

  const ec = ['genpkey', '-algorithm', 'EC', '-pkeyopt']

  test.each([
    { algorithm: 'p256', args: [...ec, 'ec_paramgen_curve:P-256'] },
    { algorithm: 'p384', args: [...ec, 'ec_paramgen_curve:P-384'] },
    { algorithm: 'ed25519', args: ['genpkey', '-algorithm', 'ED25519'] },
    { algorithm: 'rsa2048', args: ['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'] },
    { algorithm: 'rsa2304', args: ['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2304'] },
  ])('a $algorithm key signs', ({ algorithm, args }) => {
    const { path, succeed } = made(...args)
    const loaded = expectRead(loadPrivateKey(readFileSync(path('key.pem'), 'utf8')))
    expect(loaded.publicKey.algorithm).toBe(algorithm)
    const signer = expectRead(signerFor(loaded.key))
    expect(signer.sign(Buffer.from('x')).length).toBeGreaterThan(60)
    succeed('openssl', 'pkey', '-in', 'key.pem', '-pubout', '-outform', 'DER', '-out', 'key.der')
    expect(readFileSync(path('key.der'))).toEqual(signer.publicKey.spki)
  })

  test.each([
    { kind: 'p521', args: [...ec, 'ec_paramgen_curve:P-521'], problem: 'unsupported-key' },
    { kind: 'secp256k1', args: [...ec, 'ec_paramgen_curve:secp256k1'], problem: 'unsupported-key' },
    { kind: 'ed448', args: ['genpkey', '-algorithm', 'ED448'], problem: 'unsupported-key' },
    { kind: 'rsa-pss', args: ['genpkey', '-algorithm', 'RSA-PSS'], problem: 'unsupported-key' },
    {
      kind: 'rsa1024',
      args: ['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'],
      problem: 'weak-key',
    },
  ])('a $kind key is read, and refused as an issuer', ({ kind, args, problem }) => {
    const { key, publicKey } = expectRead(loadPrivateKey(readFileSync(made(...args).path('key.pem'))))
    expect(publicKey.algorithm).toBe(kind)
    expect(signerFor(key)).toMatchObject({ problem, message: expect.stringContaining(kind) })
  })

  test('a key for key agreement is refused', () => {
    const { path } = made('genpkey', '-algorithm', 'X25519')
    expect(problemOf(readFileSync(path('key.pem'), 'utf8'))).toBe('unsupported-key')
  })

  test('a key whose curve is spelled out is refused', () => {
    const { path } = made(...ec, 'ec_paramgen_curve:P-256', '-pkeyopt', 'ec_param_enc:explicit')
    const result = loadPrivateKey(readFileSync(path('key.pem'), 'utf8'))
    expect(isProblem(result) ? result : signerFor(result.key)).toMatchObject({ problem: 'unsupported-key' })
  })

  describe('in older forms', () => {
    const sec1 = ['ecparam', '-name', 'prime256v1', '-genkey']

    test.each([
      { form: 'SEC 1 after its parameters', args: [] },
      { form: 'SEC 1', args: ['ec', '-in', 'key.pem', '-out', 'out.pem'] },
      { form: 'SEC 1 in DER', args: ['ec', '-in', 'key.pem', '-outform', 'DER', '-out', 'out.pem'] },
      {
        form: 'PKCS#8 in DER',
        args: ['pkcs8', '-topk8', '-nocrypt', '-in', 'key.pem', '-outform', 'DER', '-out', 'out.pem'],
      },
    ])('$form is read', ({ args }) => {
      const { path, succeed } = made(...sec1)
      if (args.length > 0) succeed('openssl', ...args)
      const file = args.length > 0 ? 'out.pem' : 'key.pem'
      expect(expectRead(loadPrivateKey(readFileSync(path(file)))).publicKey.algorithm).toBe('p256')
    })

    test('PKCS#1 is read, from PEM and DER', () => {
      const { path, succeed } = made('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048')
      succeed('openssl', 'rsa', '-traditional', '-in', 'key.pem', '-out', 'key.pem')
      succeed('openssl', 'rsa', '-traditional', '-in', 'key.pem', '-outform', 'DER', '-out', 'key.der')
      expect(readFileSync(path('key.pem'), 'utf8')).toContain('BEGIN RSA PRIVATE KEY')
      expect(expectRead(loadPrivateKey(readFileSync(path('key.pem'), 'utf8'))).publicKey.algorithm).toBe(
        'rsa2048',
      )
      expect(expectRead(loadPrivateKey(readFileSync(path('key.der')))).publicKey.algorithm).toBe('rsa2048')
    })
  })

  describe('under a passphrase', () => {
    const pkcs8 = ['pkcs8', '-topk8', '-in', 'key.pem', '-out', 'out.pem', '-passout', 'pass:secret']
    const legacy = ['-provider', 'legacy', '-provider', 'default']

    test.each([
      { scheme: 'PBES2 with AES-256', args: pkcs8 },
      { scheme: 'PBES2 with AES-128', args: [...pkcs8, '-v2', 'aes-128-cbc'] },
      { scheme: 'PBES2 with 3DES', args: [...pkcs8, '-v2', 'des3'] },
      { scheme: 'PBES2 with 600,000 rounds', args: [...pkcs8, '-iter', '600000'] },
      { scheme: 'scrypt', args: [...pkcs8, '-scrypt'] },
      { scheme: 'PBE with SHA-1 and 3DES', args: [...pkcs8, '-v1', 'PBE-SHA1-3DES', ...legacy] },
      {
        scheme: 'old PEM, AES-256',
        args: ['ec', '-in', 'key.pem', '-out', 'out.pem', '-aes256', '-passout', 'pass:secret'],
      },
      {
        scheme: 'old PEM, 3DES',
        args: ['ec', '-in', 'key.pem', '-out', 'out.pem', '-des3', '-passout', 'pass:secret'],
      },
    ])('$scheme opens with the right one', ({ args }) => {
      const { path, succeed } = made('ecparam', '-name', 'prime256v1', '-genkey', '-noout')
      succeed('openssl', ...args)
      const pem = readFileSync(path('out.pem'), 'utf8')
      expect(pem).toMatch(/ENCRYPTED/)
      expect(expectRead(loadPrivateKey(pem, 'secret')).publicKey.algorithm).toBe('p256')
      expect(problemOf(pem, 'wrong')).toBe('wrong-passphrase')
      expect(problemOf(pem)).toBe('passphrase-needed')
    })

    test.each(['PBE-MD5-DES', 'PBE-SHA1-RC2-40', 'PBE-SHA1-RC4-128'])(
      '%s is unsupported, with a way out',
      (scheme) => {
        const { path, succeed } = made('ecparam', '-name', 'prime256v1', '-genkey', '-noout')
        succeed('openssl', ...pkcs8, '-v1', scheme, ...legacy)
        expect(loadPrivateKey(readFileSync(path('out.pem'), 'utf8'), 'secret')).toMatchObject({
          problem: 'unsupported-encryption',
          hint: expect.stringContaining('openssl pkcs8'),
        })
      },
    )

    test('ours opens in OpenSSL', () => {
      const { file, succeed } = workplace()
      const random = seededRandom('export')
      file('key.pem', encryptPrivateKey(p256.pkcs8, { passphrase: 'secret', iterations: 600_000, random }))
      expect(
        succeed('openssl', 'pkey', '-in', 'key.pem', '-passin', 'pass:secret', '-noout', '-text'),
      ).toContain('P-256')
    })
  })
})
