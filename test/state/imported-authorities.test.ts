import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { toPem } from '../../src/pki/der/pem.ts'
import { generateKey } from '../../src/pki/keys/generate-key.ts'
import { createSigningRequest } from '../../src/pki/x509/signing-request.ts'
import { signerOf, type TestPki, testPki } from '../support/pki-fixtures.ts'
import { daysLater, NOW, scene } from './support/prepared.ts'

let pki: TestPki
let files: Record<string, string>
let texts: Record<string, string>

beforeAll(() => {
  pki = testPki('p256', NOW)
  const key = toPem('PRIVATE KEY', pki.keys.clients.pkcs8)
  const cipher = { cipher: 'aes-256-cbc', passphrase: 'hush' } as const
  files = {
    'ca.key': key,
    'other.key': toPem('PRIVATE KEY', pki.keys.servers.pkcs8),
    'text.key': 'this is no key',
    'locked.key': String(createPrivateKey(key).export({ type: 'pkcs8', format: 'pem', ...cipher })),
    'p521.key': generateKeyPairSync('ec', {
      namedCurve: 'secp521r1',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'der' },
    }).privateKey,
  }
  texts = {
    'ca.pem': toPem('CERTIFICATE', pki.clients.certificate.der),
    'root.pem': toPem('CERTIFICATE', pki.root.certificate.der),
  }
})

const spec = (key = 'file: ca.key') => `
pki:
  authorities:
    old-root: { external: true, certificate: { file: root.pem } }
    old: { issuer: old-root, certificate: { file: ca.pem }, key: { ${key} } }
  profiles: { device: { issuer: old } }
brokers:
  core: { host: localhost, listeners: { mqtts: { port: 8883, tls: { profile: server, clientAuth: required, identity: commonName, trust: [old] }, auth: [certificate] } } }
users:
  carol: { at: core, auth: { certificate: device }, publish: [a] }
`

describe('an existing authority', () => {
  test('signs with its key, from a file or a variable', async () => {
    for (const [key, env] of [
      ['file: ca.key', {}],
      ['env: CA_KEY', { CA_KEY: files['ca.key'] }],
    ] as const) {
      const { materials, said } = await scene(files).prepare(spec(key), { files: texts, env })
      expect(said).toEqual([])
      const { certificate, chain, root } = materials.certificate('user/carol')
      expect(chain).toEqual([pki.clients.certificate.der])
      expect(root).toEqual(pki.root.certificate.der)
      const issuer = new X509Certificate(pki.clients.certificate.der)
      expect(new X509Certificate(certificate).verify(issuer.publicKey)).toBe(true)
      expect(materials.certificate('authority/old').privateKey).toBeUndefined()
      expect(materials.certificate('authority/old-root').root).toEqual(pki.root.certificate.der)
    }
  })

  test('gives nothing beyond its own end', async () => {
    const { prepare } = scene(files)
    const now = daysLater(3500)
    const { materials } = await prepare(spec(), { files: texts, now })
    const { validTo } = new X509Certificate(materials.certificate('user/carol').certificate)
    expect(new Date(validTo)).toEqual(pki.clients.certificate.notAfter)
    expect((await prepare(spec(), { files: texts, now })).issued.kept).toBe(3 + 1)
  })

  test('signs its revocation list', async () => {
    const text = spec()
      .replace('trust: [old]', 'trust: [clients], crl: true')
      .replace('issuer: old }', 'issuer: clients }')
    const { materials } = await scene(files).prepare(text, { files: texts })
    expect(materials.crls('clients')[0]?.length).toBeGreaterThan(100)
  })

  test.each([
    [
      'the key of another',
      'file: other.key',
      'key-mismatch',
      'the file "other.key" holds another key than that of authority "old"',
    ],
    [
      'no key',
      'file: text.key',
      'authority-key-unusable',
      'authority "old" cannot sign with the file "text.key": this is not a private key in PEM or DER',
    ],
    [
      'an encrypted key',
      'file: locked.key',
      'authority-key-unusable',
      'authority "old" cannot sign with the file "locked.key": the private key is encrypted and no passphrase is given',
    ],
    ['a key of an unusual kind', 'file: p521.key', 'key-mismatch', 'the file "p521.key" holds another key'],
    [
      'a missing file',
      'file: none.key',
      'secret-file-unusable',
      'the file "none.key" cannot be read: it does not exist',
    ],
    ['a missing variable', 'env: CA_KEY', 'secret-variable-missing', 'the variable "CA_KEY" is not set'],
  ])('with %s is refused', async (_, key, code, message) => {
    const { said, diagnostics } = await scene(files).prepare(spec(key), { files: texts })
    expect(said).toEqual([expect.stringContaining(`error ${code} at { ${key} }: ${message}`)])
    expect(JSON.stringify(diagnostics)).not.toContain('PRIVATE')
  })

  test('that has expired cannot issue', async () => {
    const { said } = await scene(files).prepare(spec(), { files: texts, now: daysLater(3651) })
    expect(said).toEqual([
      expect.stringMatching(
        /^error certificate-unsuitable at .*: no certificate can be issued for "carol": the authority .* has expired$/,
      ),
    ])
  })
})

describe('a device that keeps its key', () => {
  const withRequest = (file: string) => `
pki: { profiles: { tiny: { issuer: clients, csr: true } } }
brokers:
  core: { host: localhost, listeners: { mqtts: { port: 8883, tls: { profile: server, clientAuth: required, identity: commonName }, auth: [certificate] } } }
users:
  sensor: { at: core, auth: { certificate: tiny, csr: { file: ${file} } }, publish: [a] }
`
  const request = (key = generateKey('p256')) => ({
    key,
    der: createSigningRequest({ commonName: 'somebody else' }, signerOf(key)),
  })

  test('gets a certificate for the key of its request, in PEM or DER, and under the name of the spec', async () => {
    const { der, key } = request()
    for (const content of [der, toPem('CERTIFICATE REQUEST', der)]) {
      const { materials, said } = await scene({ 'csr/sensor.csr': content }).prepare(
        withRequest('csr/sensor.csr'),
      )
      expect(said).toEqual([])
      const { certificate, privateKey } = materials.certificate('user/sensor')
      expect(privateKey).toBeUndefined()
      const issued = new X509Certificate(certificate)
      expect(issued.publicKey.export({ type: 'spki', format: 'der' })).toEqual(key.spki)
      expect(issued.subject).toBe('O=plant\nCN=sensor')
    }
  })

  test('keeps it while the request is for the same key, and gets another with a new one', async () => {
    const { der, key } = request()
    const { prepare, folder } = scene({ 'sensor.csr': der })
    const { writeFileSync } = await import('node:fs')
    const first = await prepare(withRequest('sensor.csr'))
    writeFileSync(`${folder}/sensor.csr`, request(key).der)
    const again = await prepare(withRequest('sensor.csr'))
    expect(again.issued.issued).toBe(0)
    expect(again.materials.certificate('user/sensor')).toEqual(first.materials.certificate('user/sensor'))
    const other = request()
    writeFileSync(`${folder}/sensor.csr`, other.der)
    const second = await prepare(withRequest('sensor.csr'))
    expect(second.issued.issued).toBe(1)
    const { publicKey } = new X509Certificate(second.materials.certificate('user/sensor').certificate)
    expect(publicKey.export({ type: 'spki', format: 'der' })).toEqual(other.key.spki)
  })

  test('is renewed from the same request', async () => {
    const { prepare } = scene({ 'sensor.csr': request().der })
    await prepare(withRequest('sensor.csr'))
    const { issued, said } = await prepare(withRequest('sensor.csr'), { now: daysLater(300) })
    expect(said).toEqual([])
    expect(issued.renewed).toBe(2)
  })

  test('loses the key that mqttopia had made before', async () => {
    const { prepare } = scene({ 'sensor.csr': request().der })
    const text = withRequest('sensor.csr')
    const before = text.replace(', csr: true', '').replace(', csr: { file: sensor.csr }', '')
    expect((await prepare(before)).materials.certificate('user/sensor').privateKey).toBeDefined()
    expect((await prepare(text)).materials.certificate('user/sensor').privateKey).toBeUndefined()
    const back = await prepare(before)
    const { certificate, privateKey } = back.materials.certificate('user/sensor')
    const key = createPrivateKey({ key: Buffer.from(privateKey ?? []), format: 'der', type: 'pkcs8' })
    expect(new X509Certificate(certificate).checkPrivateKey(key)).toBe(true)
  })

  test.each([
    ['is missing', 'none.csr', /the signing request "none.csr" cannot be read: it does not exist$/],
    [
      'is none',
      'text.csr',
      /the signing request "text.csr" cannot be used: this is not a certificate signing request/,
    ],
    [
      'is not signed by its key',
      'flipped.csr',
      /the signing request "flipped.csr" cannot be used: the request is not signed by the key/,
    ],
    ['is far too large', 'large.csr', /"large.csr" is far too large/],
  ])('is told when the request %s', async (_, file, message) => {
    const { der } = request()
    const flipped = Buffer.from(der)
    flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1
    const { said } = await scene({
      'text.csr': 'hello',
      'flipped.csr': flipped,
      'large.csr': 'x'.repeat(70_000),
    }).prepare(withRequest(file))
    expect(said).toEqual([expect.stringMatching(message)])
    expect(said[0]).toContain(`error signing-request-unusable at { file: ${file} }`)
  })
})
