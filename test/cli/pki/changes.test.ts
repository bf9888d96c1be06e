import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readCrl } from '../../../src/pki/x509/read-crl.ts'
import { expectRead } from '../../support/pki-fixtures.ts'
import type { CommandLine } from '../command-line.ts'
import { compiledScene, pkiScene, SPEC } from './pki-scene.ts'

const certificateOf = ({ path }: CommandLine, user: string) =>
  new X509Certificate(readFileSync(path(`build/clients/${user}/pem/client.pem`)))
const lockOf = ({ path }: CommandLine) => readFileSync(path('.mqttopia/lock.jsonl'), 'utf8')
const serialOf = (certificate: X509Certificate) => certificate.serialNumber.toLowerCase().replace(/^0+/, '')

describe('pki renew', () => {
  test('issues again with the same key, in the state; the next compile writes it', async () => {
    const scene = await compiledScene()
    const before = certificateOf(scene, 'alice')
    expect(await scene.mqttopia('pki', 'renew', 'user:alice', '--at', '+1d')).toMatchObject({
      exitCode: 0,
      stdout: 'renew user:alice (asked)\n',
    })
    expect(certificateOf(scene, 'alice').raw).toEqual(before.raw)
    await scene.mqttopia('compile', '--root')
    const after = certificateOf(scene, 'alice')
    expect(after.serialNumber).not.toBe(before.serialNumber)
    expect(after.publicKey.equals(before.publicKey)).toBe(true)
    expect(Date.parse(after.validTo) - Date.parse(before.validTo)).toBe(86_400_000)
  })

  test('a dry run says what would be done, and changes nothing', async () => {
    const scene = await compiledScene()
    const before = lockOf(scene)
    const ran = await scene.mqttopia('pki', 'renew', '--due', '--dry-run', '--at', '+61d')
    expect(ran.stdout.match(/^renew .* \(expiring\)$/gm)).toHaveLength(7)
    expect(ran.stderr).toContain('7 certificates would be issued again')
    expect(lockOf(scene)).toBe(before)
  })

  test('what has no certificate yet is left to the compile', async () => {
    const { mqttopia } = pkiScene()
    const { exitCode, stdout, stderr } = await mqttopia('pki', 'renew', 'user:alice')
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' })
    expect(stderr).toContain('user:alice has no certificate yet: the next compile issues it')
  })

  test.each([
    [[], 'name what to renew'],
    [['user:alcie'], 'there is no user "alcie"; did you mean "alice"?'],
    [['alice'], '"alice" names nothing'],
  ])('%j is refused', async (selectors, message) => {
    const { exitCode, stderr } = await pkiScene().mqttopia('pki', 'renew', ...selectors)
    expect({ exitCode, stderr }).toEqual({ exitCode: 64, stderr: expect.stringContaining(message) })
  })
})

describe('pki rotate', () => {
  test('makes new keys, and new passwords and pre-shared keys', async () => {
    const scene = await compiledScene()
    const file = (path: string) => readFileSync(scene.path(`build/clients/${path}`), 'utf8')
    const secrets = () => [file('clerk/pem/client.password'), file('post/pem/client.psk')]
    const [key, before] = [certificateOf(scene, 'alice').publicKey, secrets()]
    const { stdout } = await scene.mqttopia('pki', 'rotate', 'user:alice', 'user:clerk', 'user:post')
    expect(stdout).toBe('rotate user:alice (asked)\nrotate user:clerk (secret)\nrotate user:post (secret)\n')
    await scene.mqttopia('compile', '--root')
    expect(certificateOf(scene, 'alice').publicKey.equals(key)).toBe(false)
    for (const [i, secret] of secrets().entries()) {
      expect(secret).not.toBe(before[i])
      expect(secret).toHaveLength(before[i]?.length ?? 0)
    }
  })

  test('the key of an authority is not replaced unless one says how', async () => {
    const scene = await compiledScene()
    const { exitCode, stderr } = await scene.mqttopia('pki', 'rotate', 'authority:clients')
    expect({ exitCode, stderr }).toEqual({ exitCode: 64, stderr: expect.stringContaining('--staged') })
    const { stdout } = await scene.mqttopia('pki', 'rotate', 'authority:clients', '--at-once')
    expect(stdout.match(/^renew .* \(issuer-changed\)$/gm)).toHaveLength(7)
  })

  test('at once, that of a root takes along those below it, and keys of others stay', async () => {
    const scene = await compiledScene()
    const keyIds = async () => {
      const { stdout } = await scene.mqttopia('pki', 'status', '--all', '-o', 'json')
      return stdout
    }
    const [alice, before] = [certificateOf(scene, 'alice'), await keyIds()]
    const { stdout } = await scene.mqttopia('pki', 'rotate', 'authority:clients-root', '--at-once')
    expect(stdout.match(/^rotate .*$/gm)).toEqual([
      'rotate authority:clients-root (asked)',
      'rotate authority:clients (issuer-changed)',
    ])
    expect(stdout.match(/^renew .* \(issuer-changed\)$/gm)).toHaveLength(7)
    await scene.mqttopia('compile', '--root')
    const after = certificateOf(scene, 'alice')
    expect(after.publicKey.equals(alice.publicKey)).toBe(true)
    expect(after.raw).not.toEqual(alice.raw)
    expect(await keyIds()).not.toBe(before)
    expect((await scene.mqttopia('compile', '--root', '--check')).exitCode).toBe(0)
  })
})

describe('pki revoke', () => {
  test('puts the certificate, and those before it with the same key, on the list', async () => {
    const scene = await compiledScene()
    const serials = [serialOf(certificateOf(scene, 'alice'))]
    await scene.mqttopia('pki', 'renew', 'user:alice')
    await scene.mqttopia('compile', '--root')
    serials.push(serialOf(certificateOf(scene, 'alice')))
    const ran = await scene.mqttopia('pki', 'revoke', 'user:alice', '--reason', 'keyCompromise')
    expect(ran.stdout).toBe(serials.map((serial) => `revoke ${serial} user:alice\n`).join(''))
    expect(ran.stderr).toContain('a connection that is open stays open')
    const { stdout } = await scene.mqttopia('pki', 'crl', 'clients')
    const crl = expectRead(readCrl(stdout))
    expect(crl.revoked.map(({ serial, reason }) => [serial, reason])).toEqual(
      serials.toSorted().map((serial) => [serial, 'keyCompromise']),
    )
    await scene.mqttopia('compile', '--root')
    expect(readFileSync(scene.path('build/brokers/gate/tls/mqtts.crl.pem'), 'utf8')).toContain(stdout)
    expect(serials).not.toContain(serialOf(certificateOf(scene, 'alice')))
  })

  test('warns where no listener looks', async () => {
    const scene = await compiledScene()
    const { stderr } = await scene.mqttopia('pki', 'revoke', 'broker:gate')
    expect(stderr).toContain('warning: no listener looks at the list of authority "servers"')
  })

  test('a certificate on hold stays, is not renewed, and is let in again', async () => {
    const scene = await compiledScene()
    const before = certificateOf(scene, 'alice')
    await scene.mqttopia('pki', 'revoke', 'user:alice', '--reason', 'certificateHold')
    await scene.mqttopia('compile', '--root', '--at', '+70d')
    expect(certificateOf(scene, 'alice').raw).toEqual(before.raw)
    expect((await scene.mqttopia('pki', 'unrevoke', 'user:alice')).stdout).toBe(
      `unrevoke ${serialOf(before)} user:alice\n`,
    )
    expect(expectRead(readCrl((await scene.mqttopia('pki', 'crl', 'clients')).stdout)).revoked).toEqual([])
  })

  test('what was revoked for good stays so', async () => {
    const scene = await compiledScene()
    await scene.mqttopia('pki', 'revoke', 'user:alice', '--reason', 'certificateHold')
    await scene.mqttopia('pki', 'revoke', 'user:alice', '--reason', 'keyCompromise')
    expect(await scene.mqttopia('pki', 'unrevoke', 'user:alice')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('was revoked for good (keyCompromise)'),
    })
  })

  test('whoever has left the spec can be revoked, by name or by number', async () => {
    const scene = await compiledScene()
    const serials = ['alice', 'bob'].map((user) => serialOf(certificateOf(scene, user)))
    const spec = readFileSync(scene.path('topology.yaml'), 'utf8')
    scene.write({ 'topology.yaml': spec.replace(/ {2}(alice|bob): .*\n/g, '') })
    const colons = serials[1]?.match(/../g)?.join(':').toUpperCase() ?? ''
    const { stdout } = await scene.mqttopia('pki', 'revoke', 'user:alice', '--serial', colons)
    expect(stdout).toBe(`revoke ${serials[0]} user:alice\nrevoke ${serials[1]} user:bob\n`)
  })

  test.each([
    [['user:nobody'], 1, '"nobody" has no certificate that could be revoked'],
    [['authority:clients-root'], 1, '"clients-root" is a root'],
    [['user:clerk'], 64, '"clerk" has no certificate; "mqttopia pki rotate user:clerk" changes the secret'],
    [['--serial', 'ab'], 1, 'say whose it is with --authority NAME'],
    [['--serial', 'xy'], 64, 'Give up to 40 hexadecimal digits.'],
    [[], 64, 'name a certificate'],
  ])('%j is refused, and nothing is changed', async (argv, exitCode, message) => {
    const scene = await compiledScene()
    const before = lockOf(scene)
    expect(await scene.mqttopia('pki', 'revoke', ...argv)).toMatchObject({
      exitCode,
      stderr: expect.stringContaining(message),
    })
    expect(lockOf(scene)).toBe(before)
  })
})

describe('pki rotation', () => {
  test('goes from stage to stage, and tells where it stands', async () => {
    const { mqttopia } = await compiledScene()
    const status = async () => (await mqttopia('pki', 'rotation', 'status')).stdout
    expect(await status()).toBe('')
    await mqttopia('pki', 'rotate', 'authority:clients', '--staged')
    expect(await status()).toBe(
      'authority clients: both keys are trusted, the old one issues (since 2027-01-15)\n',
    )
    expect(await mqttopia('pki', 'rotation', 'next')).toMatchObject({
      exitCode: 64,
      stderr: expect.stringContaining('say --installed'),
    })
    expect(await mqttopia('pki', 'rotation', 'next', '--installed', '--dry-run')).toMatchObject({
      exitCode: 0,
    })
    expect(await mqttopia('pki', 'rotation', 'next', '--installed')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('have not been compiled yet; run "mqttopia compile", install them'),
    })
    expect(await status()).toMatch(/both keys are trusted/)
    await mqttopia('compile', '--root')
    await mqttopia('pki', 'rotation', 'next', '--installed', '--batch', '30%')
    expect(await status()).toMatch(/the new key issues; 30 % of what there is has been issued again/)
    await mqttopia('compile', '--root')
    await mqttopia('pki', 'rotation', 'next', '--installed', '--batch', '70%')
    expect(await status()).toMatch(/the next stage drops the old one/)
    await mqttopia('compile', '--root')
    expect((await mqttopia('pki', 'rotation', 'next', '--installed')).stderr).toContain(
      'the rotation is over',
    )
    expect(await status()).toBe('')
    const { stdout } = await mqttopia('compile', '--check', '--root')
    expect(stdout).not.toContain('user/')
  })

  test.each([0, 1, 2])(
    'can be given up after %i steps, by stages that lock nobody out either',
    async (steps) => {
      const scene = await compiledScene()
      const root = () => readFileSync(scene.path('build/pki/clients-root.crt'), 'utf8')
      const before = root()
      await scene.mqttopia('pki', 'rotate', 'authority:clients-root', '--staged')
      for (let i = 0; i < steps; i += 1) {
        await scene.mqttopia('compile', '--root')
        await scene.mqttopia('pki', 'rotation', 'next', '--installed', '--batch', '50%')
      }
      expect((await scene.mqttopia('pki', 'rotation', 'abort')).exitCode).toBe(0)
      await scene.mqttopia('compile', '--root')
      if (steps > 0)
        expect((await scene.mqttopia('pki', 'rotation', 'next', '--installed')).stderr).toContain('is over')
      await scene.mqttopia('compile', '--root')
      expect(root()).toBe(before)
      expect((await scene.mqttopia('compile', '--check', '--root')).exitCode).toBe(0)
    },
  )

  test('two that have to do with each other do not run at once', async () => {
    const { mqttopia } = await compiledScene()
    await mqttopia('pki', 'rotate', 'authority:clients', '--staged')
    expect(await mqttopia('pki', 'rotate', 'authority:clients-root', '--staged')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('authority "clients" is being rotated; end that first'),
    })
    expect((await mqttopia('pki', 'rotate', 'authority:servers-root', '--staged')).exitCode).toBe(0)
    expect((await mqttopia('pki', 'rotation', 'next', '--installed')).stderr).toContain(
      'name one of clients, servers-root',
    )
  })
})

test('pki rotate --all also makes the passwords of bundles anew', async () => {
  const scene = pkiScene()
  scene.write({
    'topology.yaml': SPEC.replace(
      'publish: [gate/alice], bundles: [pem]',
      'publish: [gate/alice], bundles: [p12]',
    ).concat('  p12: { format: pkcs12 }\n'),
  })
  const password = () => readFileSync(scene.path('build/clients/alice/p12/client.p12.password'), 'utf8')
  await scene.mqttopia('compile')
  const before = password()
  expect(await scene.mqttopia('pki', 'rotate', '--all')).toMatchObject({ exitCode: 0 })
  await scene.mqttopia('compile')
  expect(password()).not.toBe(before)
})

describe('with an encrypted vault', () => {
  test.each([
    ['renew', 'user:alice'],
    ['revoke', 'user:alice'],
    ['crl', 'clients', '--renew'],
  ])('pki %s %s opens it with an identity that is named', async (...words) => {
    const { mqttopia } = await compiledScene()
    await mqttopia('vault', 'encrypt', '--generate-identity', 'key.txt')
    const without = await mqttopia('pki', ...words)
    expect([without.exitCode, without.stderr]).toEqual([1, expect.stringContaining('no identity to open it')])
    expect(await mqttopia('pki', ...words, '--identity', 'key.txt')).toMatchObject({ exitCode: 0 })
  })
})
