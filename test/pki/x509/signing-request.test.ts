import { describe, expect, test } from 'vitest'
import { readPem, toPem } from '../../../src/pki/der/pem.ts'
import { generateKey } from '../../../src/pki/keys/generate-key.ts'
import { createSigningRequest, readSigningRequest } from '../../../src/pki/x509/signing-request.ts'
import { expectRead, signerOf, testPki } from '../../support/pki-fixtures.ts'
import { readFrom, type Workplace, workplace } from '../../support/pki-program.ts'
import { describeWithPeers } from '../../support/real-peer.ts'

const subject = { commonName: 'gauge-7', organization: 'Plant' }

describe('a request of our own', () => {
  test.each(['p256', 'p384', 'ed25519', 'rsa2048'] as const)('with a %s key is read back', (algorithm) => {
    const key = generateKey(algorithm)
    const der = createSigningRequest({ ...subject, dnsNames: ['a.example'] }, signerOf(key))
    const wanted = { publicKey: { algorithm, spki: key.spki }, subject: { commonName: 'gauge-7' } }
    expect(readSigningRequest(der)).toMatchObject(wanted)
    expect(readSigningRequest(toPem('CERTIFICATE REQUEST', der))).toMatchObject(wanted)
  })

  test('is refused when any bit of it is another', () => {
    const der = createSigningRequest(subject, signerOf(generateKey('p256')))
    for (let bit = 0; bit < der.length * 8; bit += 1) {
      const changed = Buffer.from(der)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(readSigningRequest(changed), `bit ${bit}`).toHaveProperty('problem')
    }
  })

  test('is refused when another signed it', () => {
    const [victim, thief] = [signerOf(generateKey('p256')), signerOf(generateKey('p256'))]
    const forged = createSigningRequest(subject, { ...thief, publicKey: victim.publicKey })
    expect(readSigningRequest(forged)).toMatchObject({ problem: 'bad-signature' })
  })
})

describeWithPeers(['openssl'], 'OpenSSL and requests', () => {
  test.each(['p256', 'p384', 'ed25519', 'rsa2048'] as const)('verifies ours with a %s key', (algorithm) => {
    const { file, succeed } = workplace()
    const der = createSigningRequest(
      { ...subject, dnsNames: ['a.example'] },
      signerOf(generateKey(algorithm)),
    )
    file('request.pem', toPem('CERTIFICATE REQUEST', der))
    const text = succeed('openssl', 'req', '-in', 'request.pem', '-verify', '-noout', '-text')
    expect(text).toMatch(/verify OK/)
    expect(text).toMatch(/Subject: O = Plant, CN = gauge-7/)
    expect(text).toMatch(/DNS:a.example/)
  })

  const request = [
    'req',
    '-new',
    '-nodes',
    '-keyout',
    'key.pem',
    '-out',
    'request.pem',
    '-subj',
    '/CN=gauge-7',
  ]

  test.each([
    { kind: 'p256', args: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] },
    { kind: 'p384', args: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384', '-sha384'] },
    { kind: 'p521', args: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-521', '-sha512'] },
    { kind: 'rsa2048', args: ['-newkey', 'rsa:2048'] },
    { kind: 'ed25519', args: ['-newkey', 'ed25519'] },
  ])('makes one with a $kind key that gets a certificate', ({ kind, args }) => {
    const place = workplace()
    place.succeed('openssl', ...request, ...args)
    const read = expectRead(readSigningRequest(readFrom(place, 'request.pem')))
    expect(read).toMatchObject({ publicKey: { algorithm: kind }, subject: { text: 'CN=gauge-7' } })
    certify(place, read.publicKey.spki)
    const modulus = (...args: readonly string[]) => place.succeed('openssl', ...args, '-noout', '-pubkey')
    expect(modulus('x509', '-in', 'leaf.pem')).toBe(modulus('req', '-in', 'request.pem'))
  })

  test.each([
    { name: 'SHA-1', args: ['-newkey', 'rsa:2048', '-sha1'], problem: 'weak-signature' },
    { name: 'RSA 1024', args: ['-newkey', 'rsa:1024'], problem: 'weak-key' },
    {
      name: 'RSA with PSS',
      args: ['-newkey', 'rsa:2048', '-sigopt', 'rsa_padding_mode:pss'],
      problem: 'unsupported-signature',
    },
    { name: 'an RSA-PSS key', args: ['-newkey', 'rsa-pss'], problem: 'unsupported-key' },
    { name: 'Ed448', args: ['-newkey', 'ed448'], problem: 'unsupported-key' },
    {
      name: 'secp256k1',
      args: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1'],
      problem: 'unsupported-key',
    },
  ])('makes one with $name that is refused', ({ args, problem }) => {
    const place = workplace()
    place.succeed('openssl', ...request, ...args)
    expect(readSigningRequest(readFrom(place, 'request.pem'))).toMatchObject({ problem })
  })

  test('names and extensions of a request go nowhere', () => {
    const place = workplace()
    place.succeed('openssl', ...request, '-newkey', 'ed25519', '-addext', 'basicConstraints=critical,CA:TRUE')
    const { publicKey } = expectRead(readSigningRequest(readFrom(place, 'request.pem')))
    certify(place, publicKey.spki)
    expect(place.succeed('openssl', 'x509', '-in', 'leaf.pem', '-noout', '-text')).toMatch(/CA:FALSE/)
  })

  function certify(place: Workplace, spki: Buffer): void {
    const pki = testPki('p256')
    place.file('root.pem', toPem('CERTIFICATE', pki.root.certificate.der))
    place.file('clients.pem', toPem('CERTIFICATE', pki.clients.certificate.der))
    place.file('leaf.pem', toPem('CERTIFICATE', pki.certifyClient(spki).der))
    place.succeed(
      'openssl',
      'verify',
      '-x509_strict',
      '-CAfile',
      'root.pem',
      '-untrusted',
      'clients.pem',
      'leaf.pem',
    )
  }
})

describeWithPeers(['certtool', 'openssl'], 'GnuTLS and requests', () => {
  test('makes one that is read', () => {
    const place = workplace()
    place.file('template', 'cn = gauge-7\ndns_name = a.example\n')
    place.succeed('certtool', '--generate-privkey', '--key-type', 'ecdsa', '--outfile', 'key.pem')
    const args = ['--generate-request', '--load-privkey', 'key.pem', '--template', 'template']
    place.succeed('certtool', ...args, '--outfile', 'request.pem')
    expect(readSigningRequest(readFrom(place, 'request.pem'))).toMatchObject({
      subject: { commonName: 'gauge-7' },
    })
  })
})

describeWithPeers(['keytool'], 'Java and requests', () => {
  test.each(['EC', 'RSA', 'Ed25519'])('makes one with an %s key that is read', (algorithm) => {
    const place = workplace()
    const store = ['-keystore', 'store.p12', '-storepass', 'secret', '-alias', 'gauge']
    place.succeed('keytool', '-genkeypair', '-keyalg', algorithm, '-dname', 'CN=gauge-7', ...store)
    place.succeed('keytool', '-certreq', '-file', 'request.pem', ...store)
    const text = readFrom(place, 'request.pem').toString('utf8')
    expect(readPem(text)[0]?.label).toBe('NEW CERTIFICATE REQUEST')
    expect(readSigningRequest(text)).toMatchObject({ subject: { commonName: 'gauge-7' } })
  })
})
