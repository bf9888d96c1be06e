import { X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readCrl } from '../../../src/pki/x509/read-crl.ts'
import { expectRead } from '../../support/pki-fixtures.ts'
import { describeWithPeers } from '../../support/real-peer.ts'
import { type CommandLine, commandLine } from '../command-line.ts'
import { IMPORTED_SPEC, type OpensslAuthority, opensslAuthority } from './openssl-authority.ts'

function worksScene(host: Parameters<typeof commandLine>[1] = {}): CommandLine {
  const now = new Date(Date.now() + 10 * 60 * 1000)
  return commandLine({ 'topology.yaml': IMPORTED_SPEC() }, { now: () => now, ...host })
}

const text = ({ path }: CommandLine, file: string) => readFileSync(path(file), 'utf8')
const clientOf = (scene: CommandLine, name: string) =>
  new X509Certificate(text(scene, `build/clients/${name}/pem/client.pem`))
const whole = (old: OpensslAuthority) => ['ca.pem', 'ca.key', 'ca.crl'].map(old.path)
const stateTexts = (scene: CommandLine) =>
  readdirSync(scene.path('.mqttopia'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8'))
    .join('')

describeWithPeers(['openssl'], 'pki import of an authority', () => {
  test('goes on with it: old clients stay, new ones are issued, and revocations count', async () => {
    const old = opensslAuthority()
    for (const name of ['alice', 'mallory']) old.client(name)
    old.revoke('mallory')
    const scene = worksScene()
    const ran = await scene.mqttopia('pki', 'import', ...whole(old), '--as', 'authority:plant')
    expect(ran.stdout).toContain('import authority:plant')
    expect(ran.stdout).toContain('(revocation list 31: 1 of 1 entries are new)')
    expect(ran.exitCode).toBe(0)
    const clients = await scene.mqttopia('pki', 'import', old.path('alice.pem'), old.path('alice.key'))
    expect(clients).toMatchObject({ exitCode: 0, stdout: `import user:alice ${old.path('alice.pem')}\n` })
    const refused = await scene.mqttopia('pki', 'import', old.path('mallory.pem'), old.path('mallory.key'))
    expect(refused).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('it is revoked (keyCompromise)'),
    })

    const compiled = await scene.mqttopia('compile', '--root')
    expect(compiled).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('2 kept') })
    expect(clientOf(scene, 'alice').raw).toEqual(new X509Certificate(old.read('alice.pem')).raw)
    expect(text(scene, 'build/pki/plant.crt')).toBe(old.read('ca.pem'))
    for (const name of ['alice', 'bob', 'mallory']) {
      const file = scene.path(`build/clients/${name}/pem/client.pem`)
      expect(old.succeed('openssl', 'verify', '-purpose', 'sslclient', '-CAfile', 'ca.pem', file)).toContain(
        'OK',
      )
    }
    const list = expectRead(readCrl(text(scene, 'build/brokers/works/tls/mqtts.crl.pem')))
    expect(list.number).toBe(32n)
    expect(list.revoked).toMatchObject([{ serial: '2', reason: 'keyCompromise' }])
    old.file('new.crl', text(scene, 'build/brokers/works/tls/mqtts.crl.pem'))
    expect(old.succeed('openssl', 'crl', '-in', 'new.crl', '-CAfile', 'ca.pem', '-noout')).toContain(
      'verify OK',
    )

    expect((await scene.mqttopia('plan', '--detailed-exitcode')).exitCode).toBe(0)
    expect((await scene.mqttopia('compile', '--root')).stderr).toContain('build: up to date')
    await scene.mqttopia('pki', 'revoke', '--serial', '01')
    const after = await scene.mqttopia('pki', 'crl', 'plant')
    expect(expectRead(readCrl(after.stdout)).revoked.map(({ serial }) => serial)).toEqual(['1', '2'])
  })

  test('beside another one with the same serial numbers: a revocation is of its own alone', async () => {
    const [old, other] = [opensslAuthority(), opensslAuthority({ name: 'Other CA' })]
    other.client('alice')
    old.client('mallory')
    old.revoke('mallory')
    const scene = worksScene()
    scene.write({
      'topology.yaml': IMPORTED_SPEC()
        .replace('plant: {}', 'plant: {}\n    other: {}')
        .replace('profiles:\n', 'profiles:\n    other: { issuer: other }\n')
        .replace(
          'alice: { at: works, auth: { certificate: client }',
          'alice: { at: works, auth: { certificate: other }',
        ),
    })
    await scene.mqttopia('pki', 'import', ...whole(old), '--as', 'authority:plant')
    await scene.mqttopia('pki', 'import', ...['ca.pem', 'ca.key'].map(other.path), '--as', 'authority:other')
    const taken = await scene.mqttopia('pki', 'import', ...['alice.pem', 'alice.key'].map(other.path))
    expect(taken).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('import user:alice') })
    await scene.mqttopia('compile', '--root')
    expect(clientOf(scene, 'alice').serialNumber).toBe('01')
    expect((await scene.mqttopia('pki', 'revoke', 'user:alice')).exitCode).toBe(0)
    const serials = async (name: string) =>
      expectRead(readCrl((await scene.mqttopia('pki', 'crl', name)).stdout)).revoked.map(
        ({ reason }) => reason,
      )
    expect([await serials('plant'), await serials('other')]).toEqual([['keyCompromise'], [undefined]])
    await scene.mqttopia('compile', '--root')
    expect(clientOf(scene, 'alice').serialNumber).not.toBe('01')
  })

  test('is never replaced by one of another name, whatever the spec says of it', async () => {
    const old = opensslAuthority()
    const scene = worksScene()
    await scene.mqttopia('pki', 'import', old.path('ca.pem'), old.path('ca.key'), '--as', 'authority:plant')
    scene.write({
      'topology.yaml': IMPORTED_SPEC().replace('plant: {}', 'plant: { commonName: New name, duration: 5y }'),
    })
    await scene.mqttopia('compile', '--root')
    expect(text(scene, 'build/pki/plant.crt')).toBe(old.read('ca.pem'))
    const late = await scene.mqttopia('compile', '--root', '--at', '+3400d')
    expect(late.stderr).toContain('the certificate of "plant" is due: it was made elsewhere')
    expect(text(scene, 'build/pki/plant.crt')).toBe(old.read('ca.pem'))
    const status = await scene.mqttopia('pki', 'status', 'authority:plant', '--at', '+3400d')
    expect(status.stdout).toContain('due: renew it where it was made: pki import')
    const renewed = await scene.mqttopia('pki', 'renew', 'authority:plant')
    expect(renewed).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: expect.stringContaining('awaited from elsewhere'),
    })
    const known = await scene.mqttopia('pki', 'rotate', 'authority:plant', '--at-once', '--dry-run')
    expect(known.stdout).toContain('rotate authority:plant (asked)')
    const rotated = await scene.mqttopia('pki', 'rotate', 'authority:plant', '--staged')
    expect(rotated.exitCode).toBe(0)
  })

  test('in PKCS#12 or with an encrypted key, the password comes from a file, a variable or the terminal', async () => {
    const old = opensslAuthority()
    old.file('pw', 'correct horse\n')
    old.succeed(
      'openssl',
      'pkcs12',
      '-export',
      '-in',
      'ca.pem',
      '-inkey',
      'ca.key',
      '-passout',
      'file:pw',
      '-out',
      'ca.p12',
    )
    old.succeed('openssl', 'pkey', '-in', 'ca.key', '-aes256', '-passout', 'file:pw', '-out', 'locked.key')
    const as = ['--as', 'authority:plant']
    const fileGiven = worksScene()
    const byFile = await fileGiven.mqttopia(
      'pki',
      'import',
      old.path('ca.p12'),
      '--password-file',
      old.path('pw'),
      ...as,
    )
    expect(byFile).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('import authority:plant') })
    const byVariable = worksScene({ env: { MQTTOPIA_FILE_PASSWORD: 'correct horse' } })
    const locked = [old.path('ca.pem'), old.path('locked.key')]
    expect((await byVariable.mqttopia('pki', 'import', ...locked, ...as)).exitCode).toBe(0)
    const asked: string[] = []
    const typed = worksScene({
      askSecret: async (question) => {
        asked.push(question)
        return 'correct horse'
      },
    })
    expect((await typed.mqttopia('pki', 'import', old.path('ca.p12'), ...as)).exitCode).toBe(0)
    expect(asked).toEqual([`Password of ${old.path('ca.p12')}: `])
    for (const scene of [fileGiven, byVariable, typed])
      expect(stateTexts(scene)).not.toContain('correct horse')
    const wrong = worksScene({ env: { MQTTOPIA_FILE_PASSWORD: 'wrong' } })
    for (const files of [[old.path('ca.p12')], locked]) {
      const ran = await wrong.mqttopia('pki', 'import', ...files, ...as)
      expect(ran.exitCode).toBe(1)
      expect(ran.stdout).toMatch(/the pass(word|phrase) does not open the/)
    }
    const nobody = async (...files: readonly string[]) =>
      (await worksScene().mqttopia('pki', 'import', ...files, ...as)).stdout
    const wanted = 'is encrypted and no password is given; give it with --password-file FILE'
    expect(await nobody(...locked)).toContain(`the private key ${wanted}`)
    expect(await nobody(old.path('ca.p12'))).toContain(`the PKCS#12 file ${wanted}`)
  })

  test('devices that keep their keys need only the certificate', async () => {
    const old = opensslAuthority()
    old.client('alice')
    const scene = worksScene()
    scene.write({
      'topology.yaml': IMPORTED_SPEC().replace('renewBefore: 30d }', 'renewBefore: 30d, csr: true }'),
    })
    await scene.mqttopia('pki', 'import', old.path('ca.pem'), old.path('ca.key'), '--as', 'authority:plant')
    const ran = await scene.mqttopia('pki', 'import', old.path('alice.pem'))
    expect(ran.stdout).toBe(`import user:alice ${old.path('alice.pem')}\n`)
    await scene.mqttopia('compile', '--root')
    expect(clientOf(scene, 'alice').raw).toEqual(new X509Certificate(old.read('alice.pem')).raw)
    expect(readdirSync(scene.path('build/clients/alice/pem'))).not.toContain('client.key')
    const late = await scene.mqttopia('compile', '--root', '--at', '+350d')
    expect(late.stderr).toContain('renewed')
    expect(clientOf(scene, 'alice').serialNumber).not.toBe('01')
    expect(
      clientOf(scene, 'alice').publicKey.equals(new X509Certificate(old.read('alice.pem')).publicKey),
    ).toBe(true)
  })

  test.each([
    [
      'that is another kind',
      ['alice.pem', 'alice.key', '--as', 'authority:plant'],
      'it is not that of an authority',
    ],
    [
      'without its key',
      ['ca.pem', '--as', 'authority:plant'],
      'its private key is neither given nor in the vault',
    ],
    ['that nobody names', ['ca.pem', 'ca.key'], 'say which, as in --as authority:NAME'],
    [
      'with the key of another',
      ['ca.pem', 'alice.key', '--as', 'authority:plant'],
      'no certificate that is given belongs to this key',
    ],
    [
      'below the one that the spec says',
      ['ca.pem', 'ca.key', '--as', 'authority:servers'],
      'authority "servers-root" has not signed it',
    ],
  ])('one %s is refused', async (_, argv, message) => {
    const old = opensslAuthority()
    old.client('alice')
    const scene = worksScene()
    await scene.mqttopia('compile')
    const before = stateTexts(scene)
    const words = argv.map((word) => (/\.(pem|key)$/.test(word) ? old.path(word) : word))
    const ran = await scene.mqttopia('pki', 'import', ...words)
    expect(ran).toMatchObject({ exitCode: 1, stdout: expect.stringContaining(message) })
    expect(stateTexts(scene)).toBe(before)
  })
})
