import { describe, expect, test } from 'vitest'
import { type Asn1, encode, integer, octetString, oid, sequence, tagged } from '../../src/pki/der/asn1.ts'
import { oids } from '../../src/pki/der/oids.ts'
import { toPem } from '../../src/pki/der/pem.ts'
import { derivePkcs12Key } from '../../src/pki/pkcs12/pkcs12-key.ts'
import { readPkcs12 } from '../../src/pki/pkcs12/read-pkcs12.ts'
import { type Pkcs12Input, pkcs12PasswordProblem, writePkcs12 } from '../../src/pki/pkcs12/write-pkcs12.ts'
import { expectRead, type Leaf, seededRandom, type TestPki, testPki } from '../support/pki-fixtures.ts'
import { readFrom, workplace } from '../support/pki-program.ts'
import { describeWithPeers } from '../support/real-peer.ts'

const keyAlgorithms = ['p256', 'p384', 'ed25519', 'rsa2048'] as const
const kinds = keyAlgorithms.flatMap((algorithm) =>
  (['modern', 'legacy'] as const).map((encryption) => ({ algorithm, encryption })),
)

const password = 'correct-horse 7'
const localKeyIdOid = encode(oid(oids.localKeyId))
const made = new Map<string, { readonly pki: TestPki; readonly leaf: Leaf }>()

function material(algorithm: (typeof keyAlgorithms)[number]) {
  const known = made.get(algorithm)
  if (known !== undefined) return known
  const pki = testPki(algorithm)
  const fresh = { pki, leaf: pki.issueClient() }
  made.set(algorithm, fresh)
  return fresh
}

function container(algorithm: (typeof keyAlgorithms)[number], changes: Partial<Pkcs12Input> = {}): Buffer {
  const { pki, leaf } = material(algorithm)
  return writePkcs12({
    pkcs8: leaf.key.pkcs8,
    certificate: leaf.issued.der,
    chain: [pki.clients.certificate.der, pki.root.certificate.der],
    password,
    friendlyName: 'press-1 äöü',
    encryption: 'modern',
    random: seededRandom('p12'),
    ...changes,
  })
}

describe.each(kinds)('a $encryption container of a $algorithm key', ({ algorithm, encryption }) => {
  test('gives back what went in', () => {
    const { pki, leaf } = material(algorithm)
    const content = expectRead(readPkcs12(container(algorithm, { encryption }), password))
    expect(content.key.key.export({ type: 'pkcs8', format: 'der' })).toEqual(leaf.key.pkcs8)
    expect(content.certificate.der).toEqual(leaf.issued.der)
    const chain = [pki.clients.certificate.der, pki.root.certificate.der]
    expect(content.chain.map(({ der }) => der)).toEqual(chain)
  })

  test('opens with no other password', () => {
    const wrong = readPkcs12(container(algorithm, { encryption }), 'wrong')
    expect(wrong).toMatchObject({ problem: 'wrong-passphrase' })
  })
})

test('the same random bytes give the same container', () => {
  expect(container('p256')).toEqual(container('p256'))
})

test.each(['', 'x', 'a name that is longer than the identifier'])(
  'attributes are in DER order beside the name "%s"',
  (friendlyName) => {
    const bmp = Buffer.from(friendlyName, 'utf16le').swap16()
    const der = container('p256', { friendlyName })
    const nameFirst =
      der.lastIndexOf(Buffer.concat([Buffer.of(0x1e, bmp.length), bmp])) < der.lastIndexOf(localKeyIdOid)
    expect(nameFirst).toBe(bmp.length < 20) // the shorter encoding stands first (X.690 11.6)
  },
)

test.each([
  ['correct-horse 7', undefined],
  ['~!"#', undefined],
  ['', 'unsuitable-password'],
  ['grün', 'unsuitable-password'],
  ['a\nb', 'unsuitable-password'],
])('the password %j: %s', (text, problem) => {
  expect(pkcs12PasswordProblem(text)?.problem).toBe(problem)
  if (problem !== undefined) expect(() => container('p256', { password: text })).toThrow(RangeError)
})

test('a key without its certificate is noticed', () => {
  const { pki } = material('p256')
  const other = pki.issueClient({ commonName: 'other' })
  const result = readPkcs12(container('p256', { certificate: other.issued.der }), password)
  expect(result).toMatchObject({ problem: 'key-mismatch' })
})

describe('a container stretched for hours', () => {
  const stretched = sequence(octetString(Buffer.alloc(8)), integer(2_000_000_000))
  const container = (content: Buffer, mac: Asn1) =>
    encode(sequence(integer(3), sequence(oid(oids.data), tagged(0, octetString(content))), mac))

  test.each([
    { where: 'its integrity check', der: container(Buffer.alloc(0), stretched) },
    { where: 'the encryption inside', der: container(encode(sequence(stretched)), sequence()) },
  ])('is refused at once: in $where', ({ der }) => {
    expect(readPkcs12(der, password)).toMatchObject({ problem: 'unsupported-encryption' })
  })
})

describe('derivePkcs12Key', () => {
  // The key, IV and MAC examples that circulate with the first implementations of PKCS#12.
  test.each([
    {
      purpose: 1,
      salt: '0a58cf64530d823f',
      iterations: 1,
      length: 24,
      password: 'smeg',
      key: '8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3',
    },
    {
      purpose: 2,
      salt: '0a58cf64530d823f',
      iterations: 1,
      length: 8,
      password: 'smeg',
      key: '79993dfe048d3b76',
    },
    {
      purpose: 3,
      salt: '3d83c0e4546ac140',
      iterations: 1,
      length: 20,
      password: 'smeg',
      key: '8d967d88f6caa9d714800ab3d48051d63f73a312',
    },
    {
      purpose: 1,
      salt: '05dec959acff72f7',
      iterations: 1000,
      length: 24,
      password: 'queeg',
      key: 'ed2034e36328830ff09df1e1a07dd357185dac0d4f9eb3d4',
    },
  ] as const)('of purpose $purpose for $password', ({ salt, key, ...input }) => {
    const derived = derivePkcs12Key({ ...input, digest: 'sha1', salt: Buffer.from(salt, 'hex') })
    expect(derived.toString('hex')).toBe(key)
  })
})

describeWithPeers(['openssl'], 'OpenSSL and PKCS#12', () => {
  test.each(kinds)('opens a $encryption container of a $algorithm key', ({ algorithm, encryption }) => {
    const { leaf } = material(algorithm)
    const { file, succeed } = workplace()
    file('bundle.p12', container(algorithm, { encryption }))
    const open = ['pkcs12', '-in', 'bundle.p12', '-passin', `pass:${password}`, '-noenc']
    expect(succeed('openssl', ...open, '-clcerts', '-nokeys')).toContain(
      toPem('CERTIFICATE', leaf.issued.der),
    )
    expect(succeed('openssl', ...open, '-nocerts')).toContain(toPem('PRIVATE KEY', leaf.key.pkcs8))
    expect(succeed('openssl', ...open, '-cacerts', '-nokeys').match(/BEGIN CERTIFICATE/g)).toHaveLength(2)
    const info = succeed('openssl', ...open, '-info', '-noout')
    expect(info).toMatch(
      encryption === 'modern' ? /MAC: sha256[\s\S]*AES-256-CBC/ : /MAC: sha1[\s\S]*3-KeyTripleDES/i,
    )
  })

  test.each([
    { name: 'as it does by default', args: [] },
    { name: 'stretched 100,000 times', args: ['-iter', '100000'] },
    { name: 'without an integrity check', args: ['-nomac'] },
    { name: 'with unencrypted certificates', args: ['-certpbe', 'NONE'] },
    { name: 'with the key unencrypted', args: ['-keypbe', 'NONE'] },
    { name: 'in its old way, RC2 and all', args: ['-legacy'] },
  ])('makes one $name that we read', ({ args }) => {
    for (const algorithm of ['p256', 'rsa2048'] as const) {
      const { pki, leaf } = material(algorithm)
      const place = workplace()
      place.file('key.pem', toPem('PRIVATE KEY', leaf.key.pkcs8))
      place.file('cert.pem', toPem('CERTIFICATE', leaf.issued.der))
      place.file('ca.pem', toPem('CERTIFICATE', pki.clients.certificate.der))
      const inputs = ['-inkey', 'key.pem', '-in', 'cert.pem', '-certfile', 'ca.pem', '-name', 'x']
      place.succeed(
        'openssl',
        'pkcs12',
        '-export',
        ...inputs,
        '-passout',
        'pass:secret',
        '-out',
        'b.p12',
        ...args,
      )
      const content = expectRead(readPkcs12(readFrom(place, 'b.p12'), 'secret'))
      expect(content.key.publicKey.spki).toEqual(leaf.key.spki)
      expect(content.certificate.der).toEqual(leaf.issued.der)
      expect(content.chain.map(({ der }) => der)).toEqual([pki.clients.certificate.der])
    }
  })

  test('makes one without a key, which is refused', () => {
    const { leaf } = material('p256')
    const place = workplace()
    place.file('cert.pem', toPem('CERTIFICATE', leaf.issued.der))
    place.succeed(
      'openssl',
      'pkcs12',
      '-export',
      '-nokeys',
      '-in',
      'cert.pem',
      '-passout',
      'pass:secret',
      '-out',
      'b.p12',
    )
    expect(readPkcs12(readFrom(place, 'b.p12'), 'secret')).toMatchObject({
      message: expect.stringContaining('no private key'),
    })
  })
})

describeWithPeers(['certtool'], 'GnuTLS and PKCS#12', () => {
  test.each(kinds)('opens a $encryption container of a $algorithm key', ({ algorithm, encryption }) => {
    const { file, succeed } = workplace()
    file('bundle.p12', container(algorithm, { encryption }))
    const args = ['--p12-info', '--inder', '--infile', 'bundle.p12', '--password', password]
    const output = succeed('certtool', ...args)
    expect(output.match(/BEGIN CERTIFICATE/g)).toHaveLength(3)
    expect(output).toMatch(/BEGIN (ENCRYPTED )?PRIVATE KEY/)
  })
})

describeWithPeers(['keytool'], 'Java and PKCS#12', () => {
  test.each(kinds)('lists a $encryption container of a $algorithm key', ({ algorithm, encryption }) => {
    const { leaf } = material(algorithm)
    const { file, succeed } = workplace()
    file('bundle.p12', container(algorithm, { encryption }))
    const args = ['-list', '-v', '-keystore', 'bundle.p12', '-storetype', 'PKCS12', '-storepass', password]
    const output = succeed('keytool', ...args)
    expect(output).toMatch(/Entry type: PrivateKeyEntry/)
    expect(output).toMatch(/Certificate chain length: 3/)
    expect(output.toLowerCase().replaceAll(':', '')).toContain(leaf.issued.fingerprint)
  })

  test('makes one that we read', () => {
    const place = workplace()
    const store = ['-keystore', 'store.p12', '-storetype', 'PKCS12', '-storepass', 'secret', '-alias', 'ca']
    place.succeed('keytool', '-genkeypair', '-keyalg', 'EC', '-dname', 'CN=Java CA', '-ext', 'bc:c', ...store)
    const content = expectRead(readPkcs12(readFrom(place, 'store.p12'), 'secret'))
    expect(content.certificate).toMatchObject({ subject: { text: 'CN=Java CA' }, isAuthority: true })
    expect(content.certificate.selfSigned).toBe(true)
  })
})
