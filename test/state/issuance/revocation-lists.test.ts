import { describe, expect, test } from 'vitest'
import type { Materials } from '../../../src/pki/materials.ts'
import { readCertificate } from '../../../src/pki/x509/read-certificate.ts'
import { type CrlDescription, crlIssuedBy, readCrl } from '../../../src/pki/x509/read-crl.ts'
import { expectRead } from '../../support/pki-fixtures.ts'
import { daysLater, NOW, scene } from '../support/prepared.ts'

interface Wishes {
  readonly revoked?: string
  readonly crl?: string
  readonly users?: string
}

const spec = ({ revoked = '', crl = '{}', users = 'carol' }: Wishes = {}) => `
pki:
  authorities: { clients: { issuer: clients-root, revoked: [${revoked}] } }
  crl: { clients: ${crl} }
brokers:
  core: { host: localhost, listeners: { mqtts: { port: 8883, tls: { profile: server, clientAuth: required, identity: commonName, crl: true }, auth: [certificate] } } }
users:
${users
  .split(' ')
  .map((name) => `  ${name}: { at: core, auth: { certificate: client }, publish: [a] }`)
  .join('\n')}
`

function listOf(materials: Materials, authority = 'clients'): CrlDescription {
  return expectRead(readCrl(materials.crls(authority)[0] ?? ''))
}

function serialOf(materials: Materials, id = 'user/carol'): string {
  return expectRead(readCertificate(Buffer.from(materials.certificate(id).certificate))).serial
}

describe('a revocation list', () => {
  test('is made for every authority on the way up from those that are checked', async () => {
    const { materials } = await scene().prepare(spec())
    for (const name of ['clients', 'clients-root']) {
      const { certificate } = materials.certificate(`authority/${name}`)
      const list = listOf(materials, name)
      expect(crlIssuedBy(list, expectRead(readCertificate(Buffer.from(certificate))))).toBe(true)
      expect(list).toMatchObject({ number: 1n, revoked: [] })
      expect(list.thisUpdate < NOW).toBe(true)
      expect(list.nextUpdate).toEqual(daysLater(30))
    }
    expect(() => materials.crls('servers')).toThrow(RangeError)
  })

  test('stays until half of its life is over, then has a higher number', async () => {
    const { prepare } = scene()
    const first = await prepare(spec())
    const same = await prepare(spec(), { now: daysLater(14.9) })
    expect(same.materials.crls('clients')[0]).toEqual(first.materials.crls('clients')[0])
    const next = await prepare(spec(), { now: daysLater(15.1) })
    expect(listOf(next.materials)).toMatchObject({ number: 2n, nextUpdate: daysLater(45.1) })
  })

  test('follows its settings', async () => {
    const { prepare } = scene()
    await prepare(spec())
    const crl = '{ validity: 10d, renewBefore: 2d, url: "http://pki.example/clients.crl" }'
    const { materials } = await prepare(spec({ crl }))
    expect(listOf(materials)).toMatchObject({ number: 2n, nextUpdate: daysLater(10) })
    const { crlUrls } = expectRead(
      readCertificate(Buffer.from(materials.certificate('user/carol').certificate)),
    )
    expect(crlUrls).toEqual(['http://pki.example/clients.crl'])
    const kept = await prepare(spec({ crl }), { now: daysLater(7.9) })
    expect(listOf(kept.materials).number).toBe(2n)
  })

  test('has who is revoked, why, and since when: the given day, or that of the first list', async () => {
    const { prepare } = scene()
    const { materials } = await prepare(spec({ users: 'carol dave' }))
    const [carol, dave] = [serialOf(materials), serialOf(materials, 'user/dave')]
    const revoked = `{ serial: "${carol}" }, { serial: "${dave}", reason: keyCompromise, date: 2027-01-02 }`
    const second = await prepare(spec({ revoked, users: 'carol dave' }))
    const entries = [
      { serial: carol, revokedAt: new Date('2027-01-15T00:00:00Z') },
      { serial: dave, revokedAt: new Date('2027-01-02T00:00:00Z'), reason: 'keyCompromise' },
    ]
    const bySerial = (list: CrlDescription) => list.revoked.toSorted((a, b) => (a.serial < b.serial ? -1 : 1))
    const expected = entries
      .toSorted((a, b) => (a.serial < b.serial ? -1 : 1))
      .map((e) => expect.objectContaining(e))
    expect(bySerial(listOf(second.materials))).toEqual(expected)
    const later = await prepare(spec({ revoked, users: 'carol dave' }), { now: daysLater(20) })
    expect(listOf(later.materials).number).toBe(3n)
    expect(bySerial(listOf(later.materials))).toEqual(expected)
  })

  test('keeps counting when the authority has a new key', async () => {
    const { prepare } = scene()
    await prepare(spec())
    const ed25519 = spec().replace(
      'issuer: clients-root,',
      'issuer: clients-root, privateKey: { algorithm: Ed25519 },',
    )
    const { materials } = await prepare(ed25519)
    const authority = expectRead(
      readCertificate(Buffer.from(materials.certificate('authority/clients').certificate)),
    )
    expect(listOf(materials).number).toBe(2n)
    expect(crlIssuedBy(listOf(materials), authority)).toBe(true)
  })
})

describe('a revoked certificate', () => {
  test('is replaced, with a new key, while its user is wanted', async () => {
    const { prepare } = scene()
    const first = await prepare(spec())
    const revoked = `{ serial: "${serialOf(first.materials)}" }`
    const second = await prepare(spec({ revoked }))
    expect(second.said).toEqual([])
    expect(second.issued).toMatchObject({ issued: 1 })
    const [before, after] = [first, second].map(({ materials }) => materials.certificate('user/carol'))
    expect(after?.privateKey).not.toEqual(before?.privateKey)
    expect(listOf(second.materials).revoked.map(({ serial }) => serial)).toEqual([serialOf(first.materials)])
    const third = await prepare(spec({ revoked }))
    expect([third.said, third.issued.issued]).toEqual([[], 0])
  })

  test('of a user who is gone is known all the same', async () => {
    const { prepare } = scene()
    const first = await prepare(spec({ users: 'carol dave' }))
    const revoked = `{ serial: "${serialOf(first.materials, 'user/dave')}" }`
    expect((await prepare(spec({ revoked }))).said).toEqual([])
  })

  test('that nobody has heard of is pointed out', async () => {
    const revoked = '{ serial: "0102" }'
    const { said, materials } = await scene().prepare(spec({ revoked }))
    expect(said).toEqual([
      'warning unknown-revocation at "0102": authority "clients" has issued no certificate with the serial number "102"',
    ])
    expect(listOf(materials).revoked).toHaveLength(1)
  })

  test('is forgotten once it has expired', async () => {
    const { prepare } = scene()
    const first = await prepare(spec())
    const serial = serialOf(first.materials)
    const revoked = `{ serial: "${serial}" }`
    for (const days of [300, 600]) await prepare(spec(), { now: daysLater(days) })
    expect((await prepare(spec({ revoked }), { now: daysLater(600) })).said).toEqual([
      expect.stringContaining(serial),
    ])
  })
})
