import { describe, expect, test } from 'vitest'
import { toPem } from '../../src/pki/der/pem.ts'
import { type CrlInput, createCrl, type RevokedCertificate } from '../../src/pki/x509/create-crl.ts'
import { crlIssuedBy, readCrl } from '../../src/pki/x509/read-crl.ts'
import { reasonCode, revocationReasons } from '../../src/pki/x509/revocation-reason.ts'
import { day, expectRead, testPki } from '../support/pki-fixtures.ts'
import { readFrom, workplace } from '../support/pki-program.ts'
import { describeWithPeers } from '../support/real-peer.ts'

const now = new Date('2026-11-23T09:35:09Z')
const pki = testPki('p256', now)

function input(revoked: readonly RevokedCertificate[], changes: Partial<CrlInput> = {}): CrlInput {
  const nextUpdate = new Date(now.getTime() + 30 * day * 1000)
  return { revoked, number: 1n, thisUpdate: now, nextUpdate, ...changes }
}

const someSerial = (i: number) => ((0x40n << 152n) | BigInt(i)).toString(16)

describe('a revocation list', () => {
  test('is read back as it was written', () => {
    const revoked = [
      { serial: someSerial(1), revokedAt: now, reason: 'keyCompromise' as const },
      { serial: '7', revokedAt: new Date('2051-01-01T00:00:00Z') },
      { serial: 'ff01', revokedAt: now, reason: 'superseded' as const },
    ]
    const crl = expectRead(readCrl(createCrl(pki.clients, input(revoked, { number: 2n ** 70n }))))
    expect(crl).toMatchObject({
      issuer: { text: 'O=Plant, CN=Plant Clients CA' },
      authorityKeyId: pki.clients.certificate.subjectKeyId,
      number: 2n ** 70n,
      thisUpdate: now,
      nextUpdate: new Date('2026-12-23T09:35:09Z'),
      revoked,
    })
  })

  test('is empty without an empty list in it', () => {
    const crl = expectRead(readCrl(toPem('X509 CRL', createCrl(pki.clients, input([])))))
    expect(crl.revoked).toEqual([])
    expect(crl.der.includes(Buffer.from('3000', 'hex'))).toBe(false) // RFC 5280 5.1.2.6
  })

  test.each(revocationReasons)('says why: %s', (reason) => {
    const der = createCrl(pki.clients, input([{ serial: '5', revokedAt: now, reason }]))
    const [entry] = expectRead(readCrl(der)).revoked
    expect(entry?.reason).toBe(reason === 'unspecified' ? undefined : reason) // RFC 5280 5.3.1
    expect(der.includes(Buffer.from([0x0a, 1, reasonCode(reason)]))).toBe(reason !== 'unspecified')
  })

  test('belongs to the authority that signed it', () => {
    const crl = expectRead(readCrl(createCrl(pki.clients, input([]))))
    expect(crlIssuedBy(crl, pki.clients.certificate)).toBe(true)
    expect(crlIssuedBy(crl, pki.servers.certificate)).toBe(false)
    expect(crlIssuedBy(crl, testPki('p256', now).clients.certificate)).toBe(false)
    expect(crlIssuedBy(crl, { ...pki.clients.certificate, keyUsage: ['keyCertSign'] })).toBe(false)
  })

  test('does not leave when its signature is wrong', () => {
    const signer = { ...pki.clients.signer, sign: () => Buffer.alloc(70) }
    expect(() => createCrl({ ...pki.clients, signer }, input([]))).toThrow('does not verify')
  })

  test.each([
    ['', RangeError],
    ['xyz', RangeError],
    ['12:34', RangeError],
    ['f'.repeat(300), RangeError],
  ])('takes no serial number "%s"', (serial, error) => {
    expect(() => createCrl(pki.clients, input([{ serial, revokedAt: now }]))).toThrow(error)
  })

  test.each(['0', '1', '7f', '80', 'fff', '100', '7'.repeat(40), 'f'.repeat(40)])(
    'knows the serial number %s again',
    (serial) => {
      const crl = expectRead(readCrl(createCrl(pki.clients, input([{ serial, revokedAt: now }]))))
      expect(crl.revoked).toEqual([{ serial, revokedAt: now }])
    },
  )

  test('holds a hundred thousand', () => {
    const revoked = Array.from({ length: 100_000 }, (_, i) => ({ serial: someSerial(i), revokedAt: now }))
    const crl = expectRead(readCrl(createCrl(pki.clients, input(revoked))))
    expect(crl.revoked).toHaveLength(100_000)
    expect(crl.revoked.at(-1)?.serial).toBe(someSerial(99_999))
  })

  test('goes by another name in PEM than some tools give it', () => {
    expect(readCrl(toPem('CERTIFICATE', createCrl(pki.clients, input([]))))).toMatchObject({
      problem: 'unreadable',
    })
  })
})

describeWithPeers(['openssl'], 'OpenSSL and revocation lists', () => {
  test.each(['p256', 'p384', 'ed25519', 'rsa2048'] as const)('verifies one signed with %s', (algorithm) => {
    const { clients } = testPki(algorithm, now)
    const { file, succeed } = workplace()
    file('ca.pem', toPem('CERTIFICATE', clients.certificate.der))
    const revoked = revocationReasons.map((reason, i) => ({ serial: someSerial(i), revokedAt: now, reason }))
    file('list.pem', toPem('X509 CRL', createCrl(clients, input(revoked, { number: 4711n }))))
    const text = succeed(
      'openssl',
      'crl',
      '-in',
      'list.pem',
      '-CAfile',
      'ca.pem',
      '-noout',
      '-text',
      '-verify',
    )
    expect(text).toMatch(/verify OK/)
    expect(text).toMatch(/Version 2/)
    expect(text).toMatch(/X509v3 CRL Number: \n\s+4711\n/)
    expect(text.match(/Serial Number: /g)).toHaveLength(revoked.length)
    expect(text).toMatch(/Key Compromise[\s\S]*CA Compromise[\s\S]*Superseded[\s\S]*Certificate Hold/)
  })

  test('reads one of a hundred thousand entries', () => {
    const { file, succeed } = workplace()
    file('ca.pem', toPem('CERTIFICATE', pki.clients.certificate.der))
    const revoked = Array.from({ length: 100_000 }, (_, i) => ({ serial: someSerial(i), revokedAt: now }))
    file('list.pem', toPem('X509 CRL', createCrl(pki.clients, input(revoked))))
    expect(succeed('openssl', 'crl', '-in', 'list.pem', '-CAfile', 'ca.pem', '-noout', '-verify')).toMatch(
      /OK/,
    )
  })

  test('makes one that we read', () => {
    const { file, path, succeed } = workplace()
    file('ca.pem', toPem('CERTIFICATE', pki.clients.certificate.der))
    file('ca.key', toPem('PRIVATE KEY', pki.keys.clients.pkcs8))
    file('index.txt', `R\t301231235959Z\t261101000000Z,keyCompromise\t0A\tunknown\t/CN=x\n`)
    file('number', '10\n')
    file(
      'ca.cnf',
      '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ncrlnumber=number\ncrl_extensions=e\n[e]\nauthorityKeyIdentifier=keyid\n',
    )
    const args = [
      '-config',
      'ca.cnf',
      '-cert',
      'ca.pem',
      '-keyfile',
      'ca.key',
      '-md',
      'sha256',
      '-crldays',
      '30',
    ]
    succeed('openssl', 'ca', '-gencrl', ...args, '-out', path('list.pem'))
    succeed('openssl', 'crl', '-in', 'list.pem', '-outform', 'DER', '-out', 'list.der')
    const crl = expectRead(readCrl(readFrom({ path }, 'list.der')))
    expect(crl).toMatchObject({
      number: 16n,
      revoked: [{ serial: 'a', revokedAt: new Date('2026-11-01T00:00:00Z'), reason: 'keyCompromise' }],
    })
    expect(crlIssuedBy(crl, pki.clients.certificate)).toBe(true)
  })
})
