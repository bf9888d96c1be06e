import { X509Certificate } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Materials } from '../../../src/pki/materials.ts'
import { verifyPassword } from '../../../src/pki/password-hash.ts'
import { readCertificate } from '../../../src/pki/x509/read-certificate.ts'
import { expectRead, seededRandom } from '../../support/pki-fixtures.ts'
import { daysLater, NOW, scene } from '../support/prepared.ts'
import { readFolder } from '../support/temp-folder.ts'

/** One broker with two listeners, one user of each kind, two devices. */
const PLANT = `
brokers:
  core:
    host: mqtt.plant.example
    altNames: { dnsNames: [localhost], ipAddresses: [10.0.0.5] }
    listeners:
      mqtts: { port: 8883, tls: { profile: server, clientAuth: required, identity: commonName, crl: true }, auth: [certificate] }
      wss: { port: 8084, transport: websocket, tls: { profile: server }, auth: [password] }
      psk: { port: 8885, tls: { psk: { hint: core } }, auth: [psk] }
users:
  alice: { at: core, auth: { password: { generate: {} } }, publish: [a] }
  carol: { at: core, auth: { certificate: client }, publish: [a], bundles: [p12] }
  gauge: { at: core, auth: { psk: { generate: {} } }, publish: [a] }
fleets:
  presses:
    forEach: { range: { from: 1, to: 2 } }
    username: press-\${each.n}
    at: core
    auth: { certificate: client }
    publish: [a]
bundles:
  p12: { format: pkcs12 }
`

/** Everything that can be asked of the materials of {@link PLANT}. */
function everything(materials: Materials): string {
  const ids = ['broker/core/server', 'user/carol', 'user/press-1', 'user/press-2']
  const authorities = ['clients', 'clients-root', 'servers', 'servers-root']
  const certificates = [...ids, ...authorities.map((name) => `authority/${name}`)]
  return JSON.stringify([
    certificates.map((id) => materials.certificate(id)),
    materials.crls('clients')[0],
    materials.crls('clients-root')[0],
    [materials.password('alice'), materials.passwordHash('alice'), materials.psk('gauge')],
    materials.bundlePassword('p12', 'carol'),
    materials.salt('anything', 16),
  ])
}

describe('prepareMaterials', () => {
  test('makes all that a topology needs', async () => {
    const { prepare } = scene()
    const { materials, said, issued } = await prepare(PLANT)
    expect(said).toEqual([])
    expect(issued).toEqual({ issued: 8, renewed: 0, kept: 0, retired: 0, awaited: 0 })
    const { certificate, chain, root, privateKey } = materials.certificate('user/press-1')
    const [leaf, issuer, anchor] = [certificate, ...chain, root].map((der) => new X509Certificate(der))
    expect(leaf?.subject).toBe('O=plant\nCN=press-1')
    expect(leaf?.subjectAltName).toBe('URI:urn:mqttopia:plant:client:press-1')
    expect(leaf?.verify(issuer?.publicKey ?? fail())).toBe(true)
    expect(issuer?.verify(anchor?.publicKey ?? fail())).toBe(true)
    expect(privateKey).toBeDefined()
    const server = new X509Certificate(materials.certificate('broker/core/server').certificate)
    expect(server.subjectAltName).toBe('DNS:localhost, DNS:mqtt.plant.example, IP Address:10.0.0.5')
    expect(server.subject).toBe('O=plant\nCN=mqtt.plant.example')
    expect(materials.certificate('authority/clients-root').chain).toEqual([])
    expect(verifyPassword(materials.password('alice'), materials.passwordHash('alice'))).toBe(true)
    expect(materials.password('alice')).toMatch(/^[\w-]{24}$/)
    expect(materials.psk('gauge')).toMatch(/^[0-9a-f]{64}$/)
    expect(materials.bundlePassword('p12', 'carol')).toMatch(/^[\w-]{24}$/)
  })

  test('gives the same bytes the second time, and writes nothing', async () => {
    const { prepare, stateFolder } = scene()
    const first = await prepare(PLANT)
    const files = readFolder(stateFolder)
    const second = await prepare(PLANT)
    expect(second.issued).toEqual({ issued: 0, renewed: 0, kept: 8, retired: 0, awaited: 0 })
    expect(everything(second.materials)).toBe(everything(first.materials))
    expect(readFolder(stateFolder)).toEqual(files)
  })

  test('the order in which a spec is written does not matter', async () => {
    const { prepare } = scene()
    const first = await prepare(PLANT)
    const turned = PLANT.trim()
      .split(/\n(?=\S)/)
      .reverse()
      .join('\n')
    const second = await prepare(turned)
    expect(second.issued.kept).toBe(8)
    expect(everything(second.materials)).toBe(everything(first.materials))
  })

  test('with the same randomness, all but keys and signatures is the same', async () => {
    const facts = await Promise.all(
      [1, 2].map(async () => {
        const { materials } = await scene().prepare(PLANT, { random: seededRandom('same') })
        const { serial } = expectRead(
          readCertificate(Buffer.from(materials.certificate('user/carol').certificate)),
        )
        return [serial, materials.password('alice'), materials.psk('gauge'), materials.passwordHash('alice')]
      }),
    )
    expect(facts[0]).toEqual(facts[1])
  })

  test('a dry run makes things up and leaves no trace', async () => {
    const { prepare, folder, stateFolder } = scene()
    const { materials, issued } = await prepare(PLANT, { dryRun: true })
    expect(issued.issued).toBe(8)
    expect(everything(materials).length).toBeGreaterThan(1000)
    expect(readdirSync(folder)).toEqual([])
    const real = await prepare(PLANT)
    const files = readFolder(stateFolder)
    const dry = await prepare(PLANT.replace('to: 2', 'to: 3'), { dryRun: true })
    expect(dry.issued).toMatchObject({ issued: 1, kept: 8 })
    expect(everything(dry.materials)).toBe(everything(real.materials))
    expect(readFolder(stateFolder)).toEqual(files)
  })

  test('a device more is one certificate more, and the others keep theirs', async () => {
    const { prepare } = scene()
    const first = await prepare(PLANT)
    const second = await prepare(PLANT.replace('to: 2', 'to: 3'))
    expect(second.issued).toEqual({ issued: 1, renewed: 0, kept: 8, retired: 0, awaited: 0 })
    expect(everything(second.materials)).toBe(everything(first.materials))
    expect(second.materials.certificate('user/press-3').privateKey).toBeDefined()
  })

  test('who comes back finds what was there', async () => {
    const { prepare } = scene()
    const first = await prepare(PLANT)
    const without = await prepare(PLANT.replace('to: 2', 'to: 1'))
    expect(without.issued).toMatchObject({ kept: 7, retired: 1, awaited: 0 })
    expect(() => without.materials.certificate('user/press-2')).toThrow(/no certificate "user\/press-2"/)
    expect(everything((await prepare(PLANT)).materials)).toBe(everything(first.materials))
  })

  test.each<[string, (materials: Materials) => unknown]>([
    ['the certificate of a user with a password', (m) => m.certificate('user/alice')],
    ['the certificate of nobody', (m) => m.certificate('user/nobody')],
    ['the list of an authority that nobody checks', (m) => m.crls('servers')],
    ['the password of a user with a certificate', (m) => m.password('carol')],
    ['the hash of a user with a key', (m) => m.passwordHash('gauge')],
    ['the key of a user with a password', (m) => m.psk('alice')],
    ['the password of a bundle that is none', (m) => m.bundlePassword('zip', 'carol')],
  ])('asking for %s is a bug', async (_, ask) => {
    const { materials } = await scene().prepare(PLANT)
    expect(() => ask(materials)).toThrow(RangeError)
  })

  test('secrets stand in the vault and nowhere else', async () => {
    const { prepare, stateFolder } = scene()
    const { materials } = await prepare(PLANT)
    const { 'lock.jsonl': lock = '', ...others } = readFolder(stateFolder)
    const vault = Object.values(others).join('\n')
    const key = Buffer.from(materials.certificate('user/carol').privateKey ?? fail()).toString('base64')
    for (const secret of [materials.password('alice'), materials.psk('gauge'), key]) {
      expect(vault).toContain(secret)
      expect(lock).not.toContain(secret)
    }
    expect(lock).toContain(materials.passwordHash('alice'))
  })

  test('reports progress, phase after phase', async () => {
    const phases: string[] = []
    await scene().prepare(PLANT, {
      onProgress: ({ phase, done, total = 0 }) => {
        expect(done).toBeLessThanOrEqual(total)
        if (phases.at(-1) !== phase) phases.push(phase)
      },
    })
    expect(phases).toEqual(['certificates', 'passwords', 'saving'])
  })
})

describe('salts and bundle passwords', () => {
  test('differ by purpose, bundle, user and state', async () => {
    const [one, other] = await Promise.all([scene().prepare(PLANT), scene().prepare(PLANT)])
    const values = [one, other].flatMap(({ materials }) => [
      materials.salt('a', 24).toString(),
      materials.salt('b', 24).toString(),
      materials.bundlePassword('p12', 'carol'),
      materials.bundlePassword('p12', 'press-1'),
    ])
    expect(new Set(values).size).toBe(8)
  })

  test('a purpose may be as long as it likes', async () => {
    const { materials } = await scene().prepare(PLANT)
    expect(materials.salt('x'.repeat(70_000), 16)).toHaveLength(16)
    expect(materials.salt('x'.repeat(70_001), 16)).not.toEqual(materials.salt('x'.repeat(70_000), 16))
  })

  test('have the length that the spec wants', async () => {
    const text = PLANT.replace('format: pkcs12', 'format: pkcs12, password: { generate: { length: 40 } }')
    const { materials } = await scene().prepare(text)
    expect(materials.bundlePassword('p12', 'carol')).toMatch(/^[\w-]{40}$/)
  })
})

describe('generated secrets', () => {
  test('are made anew when the spec wants another length', async () => {
    const { prepare } = scene()
    const first = await prepare(PLANT)
    const longer = PLANT.replaceAll('generate: {}', 'generate: { length: 48 }')
    const { materials } = await prepare(longer)
    expect(materials.password('alice')).toMatch(/^[\w-]{48}$/)
    expect(materials.psk('gauge')).toMatch(/^[0-9a-f]{96}$/)
    expect(materials.password('alice').startsWith(first.materials.password('alice'))).toBe(false)
    expect(verifyPassword(materials.password('alice'), materials.passwordHash('alice'))).toBe(true)
  })

  test('are stretched as far as their length asks for', async () => {
    const { materials } = await scene().prepare(PLANT)
    expect(materials.passwordHash('alice')).toMatch(/^\$7\$101\$[\w+/]{16}\$[\w+/]{86}==$/)
    const short = await scene().prepare(
      PLANT.replace('password: { generate: {} }', 'password: { generate: { length: 16 } }'),
    )
    expect(short.materials.passwordHash('alice')).toMatch(/^\$7\$20000\$/)
  })

  test('give way to a given one, and come back after it', async () => {
    const { prepare } = scene()
    const first = await prepare(PLANT)
    const given = PLANT.replace('password: { generate: {} }', 'password: { env: ALICE }')
    const env = { ALICE: 'correct horse battery staple' }
    const second = await prepare(given, { env })
    expect(second.materials.password('alice')).toBe(env.ALICE)
    expect(verifyPassword(env.ALICE, second.materials.passwordHash('alice'))).toBe(true)
    const third = await prepare(PLANT)
    expect(third.materials.passwordHash('alice')).toBe(first.materials.passwordHash('alice'))
  })
})

describe('renewal', () => {
  const expiry = (materials: Materials, id: string) =>
    expectRead(readCertificate(Buffer.from(materials.certificate(id).certificate))).notAfter

  test('comes when a third of the life is left, keeps the key, and happens once', async () => {
    const { prepare } = scene()
    const first = await prepare(PLANT)
    expect((await prepare(PLANT, { now: daysLater(264) })).issued.renewed).toBe(0)
    const later = { now: daysLater(266) }
    const second = await prepare(PLANT, later)
    expect(second.issued).toMatchObject({ renewed: 4, kept: 4 })
    const [before, after] = [first, second].map(({ materials }) => materials.certificate('user/carol'))
    expect(after?.privateKey).toEqual(before?.privateKey)
    expect(after?.certificate).not.toEqual(before?.certificate)
    expect(expiry(second.materials, 'user/carol').getTime()).toBe(
      later.now.getTime() + 397 * 24 * 3600 * 1000,
    )
    expect((await prepare(PLANT, later)).issued).toMatchObject({ renewed: 0, kept: 8 })
  })

  test('makes a new key where the profile says so', async () => {
    const text = `${PLANT}
pki: { profiles: { server: { issuer: servers, usages: [server auth], duration: 90d, privateKey: { rotationPolicy: always } } } }
`
    const { prepare } = scene()
    const first = await prepare(text)
    const second = await prepare(text, { now: daysLater(61) })
    expect(second.issued.renewed).toBe(1)
    const [before, after] = [first, second].map(({ materials }) =>
      materials.certificate('broker/core/server'),
    )
    expect(after?.privateKey).not.toEqual(before?.privateKey)
    const { publicKey } = new X509Certificate(after?.certificate ?? fail())
    expect(publicKey.export({ type: 'spki', format: 'der' })).toBeDefined()
  })

  test('a changed wish is issued again with the same key', async () => {
    const { prepare } = scene()
    const first = await prepare(PLANT)
    const second = await prepare(PLANT.replace('10.0.0.5', '10.0.0.6'))
    expect(second.issued).toEqual({ issued: 1, renewed: 0, kept: 7, retired: 0, awaited: 0 })
    const [before, after] = [first, second].map(({ materials }) =>
      materials.certificate('broker/core/server'),
    )
    expect(after?.privateKey).toEqual(before?.privateKey)
    expect(new X509Certificate(after?.certificate ?? fail()).subjectAltName).toContain('10.0.0.6')
  })

  test('a new authority key issues everything below again', async () => {
    const authorities = (algorithm: string) => `${PLANT}
pki: { authorities: { clients: { issuer: clients-root, privateKey: { algorithm: ${algorithm} } } } }
`
    const { prepare } = scene()
    await prepare(authorities('ECDSA'))
    const { issued, materials } = await prepare(authorities('Ed25519'))
    expect(issued).toMatchObject({ issued: 4, kept: 4 })
    const { certificate, chain } = materials.certificate('user/press-1')
    const issuer = new X509Certificate(chain[0] ?? fail())
    expect(issuer.publicKey.asymmetricKeyType).toBe('ed25519')
    expect(new X509Certificate(certificate).verify(issuer.publicKey)).toBe(true)
  })
})

test('keys that take long are made side by side, and counted', async () => {
  const text = `${PLANT}
pki: { profiles: { client: { issuer: clients, usages: [client auth], privateKey: { algorithm: RSA, size: 2048 } } } }
`
  const done: number[] = []
  const { materials } = await scene().prepare(text, {
    onProgress: ({ phase, done: count }) => phase === 'keys' && done.push(count),
  })
  expect(done).toEqual([1, 2, 3])
  const { publicKey } = new X509Certificate(materials.certificate('user/press-1').certificate)
  expect(publicKey.asymmetricKeyType).toBe('rsa')
})

test('a state folder that others could read is closed, with a warning', async () => {
  const { prepare, stateFolder } = scene()
  await prepare(PLANT)
  const { chmodSync } = await import('node:fs')
  chmodSync(stateFolder, 0o770)
  const { said } = await prepare(PLANT)
  expect(said).toEqual([
    expect.stringMatching(/^warning state-folder-open .* other users of this machine could read/),
  ])
  expect((await prepare(PLANT)).said).toEqual([])
})

test('with an error nothing is issued, nothing is saved, and nothing can be asked', async () => {
  const { prepare, stateFolder } = scene()
  const { materials, issued, said } = await prepare(PLANT.replace('generate: {}', 'env: NONE'))
  expect(said).toHaveLength(1)
  expect(issued.issued).toBe(0)
  expect(existsSync(stateFolder)).toBe(false)
  expect(() => materials.certificate('user/carol')).toThrow(/no materials/)
})

test('the lock file can be read by people', async () => {
  const { prepare, stateFolder } = scene()
  await prepare(PLANT)
  const lock = readFileSync(join(stateFolder, 'lock.jsonl'), 'utf8')
  const line = lock.split('\n').find((line) => line.includes('"certificate/user/carol"'))
  expect(JSON.parse(line ?? '')).toMatchObject({
    serial: expect.stringMatching(/^[0-9a-f]{40}$/),
    notBefore: '2027-01-15T11:00:00.000Z',
    notAfter: new Date(NOW.getTime() + 397 * 24 * 3600 * 1000).toISOString(),
    subject: 'O=plant, CN=carol',
    issuer: expect.stringContaining('clients'),
  })
})

function fail(): never {
  throw new Error('it is missing')
}
