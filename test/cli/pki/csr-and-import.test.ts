import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ann } from '../../state/support/age-identities.ts'
import { readFrom } from '../../support/pki-program.ts'
import { describeWithPeers } from '../../support/real-peer.ts'
import type { CommandLine } from '../command-line.ts'
import { OUTSIDE_SPEC, type OutsideAuthority, outsideAuthority, outsideScene } from './outside-authority.ts'

const textOf = ({ succeed }: ReturnType<typeof outsideAuthority>, file: string) =>
  succeed('openssl', 'req', '-in', file, '-noout', '-text', '-verify')

describeWithPeers(['openssl'], 'pki csr', () => {
  test('a compile builds all but what waits, and says what to do about that', async () => {
    const scene = outsideScene(outsideAuthority())
    const { exitCode, stderr } = await scene.mqttopia('compile', '--root')
    expect(exitCode).toBe(0)
    expect(stderr).toContain(
      'topology.yaml:5:5: warning: the certificates of "core/server", "alice" are awaited: the key of authority "corp" lives elsewhere',
    )
    expect(stderr).toContain('hint: write requests with "mqttopia pki csr"')
    expect(stderr).toContain('2 awaited')
    const files = readdirSync(scene.path('build/brokers/core'), { recursive: true })
    expect(files).toEqual(expect.arrayContaining(['mosquitto.conf', 'acl']))
    expect(files.filter((file) => /server\.(crt|key)/.test(String(file)))).toEqual([])
    expect(files.some((file) => /own\.crt/.test(String(file)))).toBe(true)
    expect(existsSync(scene.path('build/clients/clerk'))).toBe(true)
    expect(existsSync(scene.path('build/clients/alice'))).toBe(false)
    expect((await scene.mqttopia('plan', '--detailed-exitcode', '--root')).exitCode).toBe(0)
    const status = await scene.mqttopia('pki', 'status', 'user:alice', '--within', '1d')
    expect(status).toMatchObject({
      exitCode: 5,
      stdout: expect.stringContaining('awaited: have it signed: pki csr user:alice'),
    })
    expect(await scene.mqttopia('apply', '--dir', 'etc')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(
        'listener "mqtts" of broker "core" has no certificate yet, so nothing was installed',
      ),
    })
    expect(existsSync(scene.path('etc'))).toBe(false)
    expect(await scene.mqttopia('bundle', 'alice', '--format', 'pem')).toMatchObject({ exitCode: 1 })
  })

  test('writes requests that openssl takes, for what the spec says, and keeps the keys', async () => {
    const corp = outsideAuthority()
    const scene = outsideScene(corp)
    const ran = await scene.mqttopia('pki', 'csr', '--out', 'requests')
    expect(ran).toMatchObject({
      exitCode: 0,
      stdout: 'request broker:core/server of corp (a new key)\nrequest user:alice of corp (a new key)\n',
    })
    const [server, alice] = [
      scene.path('requests/broker/core/server.csr.pem'),
      scene.path('requests/user/alice.csr.pem'),
    ]
    const text = textOf(corp, server)
    for (const part of [
      /Subject: O = plant, CN = core\.example/,
      /DNS:core\.example, IP Address:10\.0\.0\.5/,
      /X509v3 Key Usage: critical\s+Digital Signature\s/,
      /Extended Key Usage: \s*TLS Web Server Authentication\s/,
      /CA:FALSE/,
      /verify OK/,
    ])
      expect(text).toMatch(part)
    expect(textOf(corp, alice)).toMatch(/TLS Web Client Authentication/)
    const files = readdirSync(scene.path('requests'), { recursive: true }).map(String)
    expect(files.filter((file) => file.includes('.')).sort()).toEqual([
      'broker/core/server.csr.pem',
      'user/alice.csr.pem',
    ])
    expect(readFileSync(alice, 'utf8')).not.toContain('PRIVATE')
    const first = readFileSync(alice, 'utf8')
    const again = await scene.mqttopia('pki', 'csr', '--out', 'requests')
    expect(again.stdout).toContain('request user:alice of corp (the key that waits for it)')
    expect(again.stderr).toContain('requests: 2 requests, 0 written')
    expect(readFileSync(alice, 'utf8')).toBe(first)
    const publicKey = () => corp.succeed('openssl', 'req', '-in', alice, '-noout', '-pubkey')
    const key = publicKey()
    await scene.mqttopia('pki', 'csr', 'user:alice', '--new-key', '--out', 'requests')
    expect(publicKey()).not.toBe(key)
  })

  test('an intermediate asks to be an authority, and an RSA key is made once', async () => {
    const corp = outsideAuthority()
    const spec = OUTSIDE_SPEC.replace(
      '  profiles:\n',
      '    clients: { issuer: corp, privateKey: { algorithm: RSA, size: 2048 } }\n  profiles:\n',
    ).replace('client: { issuer: corp', 'client: { issuer: clients')
    const scene = outsideScene(corp, spec)
    const { stderr } = await scene.mqttopia('compile', '--root')
    expect(stderr).toContain('the certificates of "clients", "core/server" are awaited')
    const one = await scene.mqttopia('pki', 'csr', 'authority:clients')
    corp.file('a.csr', one.stdout)
    expect(textOf(corp, 'a.csr')).toMatch(
      /CA:TRUE, pathlen:0[\s\S]*Certificate Sign, CRL Sign[\s\S]*Client Auth/,
    )
    const same = corp.file('b.csr', (await scene.mqttopia('pki', 'csr', 'authority:clients')).stdout)
    const keyOf = (file: string) => corp.succeed('openssl', 'req', '-in', file, '-noout', '-pubkey')
    expect(keyOf(same)).toBe(keyOf('a.csr'))
    expect(readFrom(corp, 'a.csr').length).toBeGreaterThan(0)
    expect((await scene.mqttopia('pki', 'csr', 'authority:corp', '--dry-run')).stdout).toBe(
      'request authority:clients of corp (the key that waits for it)\nrequest broker:core/server of corp (a new key)\n',
    )
  })

  test('refuses what mqttopia signs itself, and what there is not', async () => {
    const scene = outsideScene(outsideAuthority())
    for (const [selector, exitCode, message] of [
      ['broker:core/own', 1, 'is signed by "servers" here: "mqttopia compile" issues it'],
      ['authority:servers-root', 1, 'is a root, which signs itself'],
      ['user:alcie', 64, 'did you mean "alice"?'],
    ] as const)
      expect(await scene.mqttopia('pki', 'csr', selector)).toMatchObject({
        exitCode,
        stderr: expect.stringContaining(message),
      })
  })
})

const text = ({ path }: CommandLine, file: string) => readFileSync(path(file), 'utf8')
const lockOf = (scene: CommandLine) => text(scene, '.mqttopia/lock.jsonl')

/** Requests of all that waits, signed outside; `answers/` holds what came back. */
async function answered(scene: CommandLine, corp: OutsideAuthority): Promise<void> {
  await scene.mqttopia('pki', 'csr', '--out', 'requests')
  scene.write({
    'answers/1.crt': corp.sign(text(scene, 'requests/broker/core/server.csr.pem')),
    'answers/deep/2.pem': `${corp.sign(text(scene, 'requests/user/alice.csr.pem'))}${corp.certificate}`,
    'answers/deep/alice.csr.pem': text(scene, 'requests/user/alice.csr.pem'),
  })
}

describeWithPeers(['openssl'], 'pki import of what an authority elsewhere has signed', () => {
  test('makes the topology whole, and nothing is issued again', async () => {
    const corp = outsideAuthority()
    const scene = outsideScene(corp)
    await answered(scene, corp)
    const dry = await scene.mqttopia('pki', 'import', 'answers', '--dry-run')
    expect(dry).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('2 would be taken in') })
    expect(await scene.mqttopia('pki', 'import', 'answers')).toMatchObject({
      exitCode: 0,
      stdout: 'import broker:core/server answers/1.crt\nimport user:alice answers/deep/2.pem\n',
    })
    const compiled = await scene.mqttopia('compile', '--root')
    expect(compiled.stderr).not.toContain('awaited')
    expect(compiled.stderr).toContain('2 kept')
    for (const [certificate, key, purpose] of [
      ['build/brokers/core/tls/server.crt', 'build/brokers/core/tls/server.key', 'sslserver'],
      ['build/clients/alice/pem/client.pem', 'build/clients/alice/pem/client.key', 'sslclient'],
    ] as const) {
      const [crt, pem] = [scene.path(certificate), scene.path(key)]
      expect(
        corp.succeed('openssl', 'verify', '-x509_strict', '-purpose', purpose, '-CAfile', 'ca.pem', crt),
      ).toContain('OK')
      expect(corp.succeed('openssl', 'pkey', '-in', pem, '-pubout')).toBe(
        corp.succeed('openssl', 'x509', '-in', crt, '-noout', '-pubkey'),
      )
    }
    const before = lockOf(scene)
    expect((await scene.mqttopia('plan', '--detailed-exitcode')).exitCode).toBe(0)
    expect((await scene.mqttopia('compile', '--root')).stderr).toContain('build: up to date')
    expect((await scene.mqttopia('pki', 'import', 'answers')).stdout).toMatch(/^keep .*\nkeep .*\n$/)
    expect(lockOf(scene)).toBe(before)
  })

  test('what is due is asked for again, with the key in use, and taken in', async () => {
    const corp = outsideAuthority()
    const scene = outsideScene(corp)
    await answered(scene, corp)
    await scene.mqttopia('pki', 'import', 'answers')
    const status = await scene.mqttopia('pki', 'status', 'user:alice', '--within', '1d', '--at', '+340d')
    expect(status).toMatchObject({
      exitCode: 5,
      stdout: expect.stringContaining('due: have it signed: pki csr user:alice'),
    })
    const compiled = await scene.mqttopia('compile', '--root', '--at', '+340d')
    expect(compiled.stderr).toContain(
      'the certificates of "core/server", "alice" are due: the key of authority "corp"',
    )
    expect(text(scene, 'build/clients/alice/pem/client.pem')).toBeTruthy()
    const asked = await scene.mqttopia('pki', 'csr', '--out', 'again', '--at', '+340d')
    expect(asked.stdout).toContain('request user:alice of corp (the key in use)')
    scene.write({ 'new.pem': corp.sign(text(scene, 'again/user/alice.csr.pem'), '-days', '700') })
    expect((await scene.mqttopia('pki', 'import', 'new.pem', '--at', '+340d')).stdout).toBe(
      'replace user:alice new.pem\n',
    )
    expect((await scene.mqttopia('compile', '--root', '--at', '+340d')).stderr).toContain(
      'the certificate of "core/server" is due',
    )
  })

  test('a new key takes the place of the old one when its certificate comes', async () => {
    const corp = outsideAuthority()
    const scene = outsideScene(corp)
    await answered(scene, corp)
    await scene.mqttopia('pki', 'import', 'answers')
    await scene.mqttopia('compile', '--root')
    const key = () => text(scene, 'build/clients/alice/pem/client.key')
    const before = key()
    const { stdout } = await scene.mqttopia('pki', 'csr', 'user:alice', '--new-key')
    await scene.mqttopia('compile', '--root')
    expect(key()).toBe(before)
    scene.write({ 'new.pem': corp.sign(stdout) })
    expect((await scene.mqttopia('pki', 'import', 'new.pem')).stdout).toBe('replace user:alice new.pem\n')
    await scene.mqttopia('compile', '--root')
    expect(key()).not.toBe(before)
  })

  test('an intermediate is taken in, and issues', async () => {
    const corp = outsideAuthority()
    const spec = OUTSIDE_SPEC.replace(
      '  profiles:\n',
      '    clients: { issuer: corp }\n  profiles:\n',
    ).replace('client: { issuer: corp', 'client: { issuer: clients')
    const scene = outsideScene(corp, spec)
    const { stdout } = await scene.mqttopia('pki', 'csr', 'authority:clients')
    scene.write({ 'clients.pem': corp.sign(stdout) })
    expect((await scene.mqttopia('pki', 'import', 'clients.pem')).stdout).toBe(
      'import authority:clients clients.pem\n',
    )
    await scene.mqttopia('compile', '--root')
    const client = scene.path('build/clients/alice/pem/client.pem')
    const verify = ['verify', '-x509_strict', '-purpose', 'sslclient', '-CAfile', 'ca.pem']
    expect(corp.succeed('openssl', ...verify, '-untrusted', client, client)).toContain('OK')
  })

  test('its revocation list is passed on to brokers, and is due before it ends', async () => {
    const corp = outsideAuthority()
    const scene = outsideScene(
      corp,
      OUTSIDE_SPEC.replace('clientAuth: required', 'clientAuth: required, crl: true'),
    )
    const without = await scene.mqttopia('compile', '--root')
    expect(without.stderr).toContain(
      'the revocation list of authority "corp" is not here, so its clients are refused',
    )
    expect(readdirSync(scene.path('build/brokers/core/tls'))).not.toContain('mqtts.crl.pem')
    const [short, long] = [corp.list(10), corp.list(30)]
    expect((await scene.mqttopia('pki', 'import', long)).stdout).toMatch(
      /^import authority:corp .*30\.crl \(revocation list of /,
    )
    expect((await scene.mqttopia('compile', '--root')).stderr).not.toContain('revocation list')
    expect(text(scene, 'build/brokers/core/tls/mqtts.crl.pem')).toBe(readFileSync(long, 'utf8'))
    expect((await scene.mqttopia('pki', 'import', long)).stdout).toMatch(/^keep /)
    expect(await scene.mqttopia('pki', 'import', short)).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('there is a newer list'),
    })
    const state = async (at: string) => {
      const { stdout } = await scene.mqttopia('pki', 'status', 'authority:corp', '-o', 'json', '--at', at)
      return JSON.parse(stdout).entries.find(({ kind }: { kind: string }) => kind === 'crl')?.state
    }
    expect([await state('+1d'), await state('+20d'), await state('+31d')]).toEqual(['ok', 'due', 'expired'])
    const late = await scene.mqttopia('compile', '--root', '--at', '+31d')
    expect(late.stderr).toMatch(/the revocation list of authority "corp" ended on /)
    const revoked = await scene.mqttopia('pki', 'revoke', 'user:alice')
    expect(revoked).toMatchObject({ exitCode: 1 })
  })

  test("with an encrypted vault and an environment, keys are in nobody else's files", async () => {
    const corp = outsideAuthority()
    const scene = outsideScene(corp, `${OUTSIDE_SPEC}environments: { prod: {} }\n`)
    scene.write({ 'ann.key': `${ann.identity}\n` })
    const prod = (...argv: readonly string[]) => scene.mqttopia(...argv, '-e', 'prod')
    const opened = (...argv: readonly string[]) => prod(...argv, '--identity', 'ann.key')
    await prod('compile')
    const state = ['--state', '.mqttopia/environments/prod', '--identity', 'ann.key']
    expect(await scene.mqttopia('vault', 'encrypt', '--recipient', ann.recipient, ...state)).toMatchObject({
      exitCode: 0,
    })
    expect(await prod('pki', 'csr', 'user:alice')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('no identity to open it is given'),
    })
    scene.write({ 'alice.pem': corp.sign((await opened('pki', 'csr', 'user:alice')).stdout) })
    expect((await opened('pki', 'import', 'alice.pem')).stdout).toBe('import user:alice alice.pem\n')
    expect((await opened('compile')).stderr).toContain('the certificate of "core/server" is awaited')
    const key = text(scene, 'build-prod/clients/alice/pem/client.key')
    expect((await prod('pki', 'export', 'user:alice')).exitCode).toBe(0)
    await opened('pki', 'export', 'user:alice', '--key')
    expect(text(scene, 'exported/user/alice.key.pem')).toBe(key)
    const files = readdirSync(scene.path('.mqttopia'), { recursive: true, withFileTypes: true })
    const texts = files.flatMap((file) =>
      file.isFile() ? readFileSync(join(file.parentPath, file.name), 'utf8') : [],
    )
    const der = key.split('\n').slice(1, -2).join('')
    for (const content of texts) expect(content.includes(der) || content.includes('PRIVATE KEY')).toBe(false)
  })

  describe('refuses', () => {
    const other = [
      '-days',
      '1',
      '-subj',
      '/CN=alice',
      '-nodes',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
    ]

    test.each<[string, (corp: OutsideAuthority, alice: string) => string, RegExp]>([
      [
        'one without the key',
        (corp) => {
          corp.succeed('openssl', 'req', '-new', ...other.slice(2), '-keyout', 'o.key', '-out', 'o.csr')
          return corp.sign(readFileSync(corp.path('o.csr'), 'utf8'))
        },
        /its private key is neither given nor in the vault/,
      ],
      ['one signed with SHA-1', (corp, alice) => corp.sign(alice, '-sha1'), /signed with ecdsa-with-SHA1/],
      ['no certificate', () => 'hello', /refuse x\.pem \(it holds no certificate, key or revocation list\)/],
      ['one that is cut off', (corp, alice) => corp.sign(alice).slice(0, 200), /cut off or damaged/],
      [
        'one with a chain that is cut off',
        (corp, alice) => `${corp.sign(alice)}${corp.certificate.slice(0, 200)}`,
        /cut off or damaged/,
      ],
    ])('%s', async (_, make, message) => {
      const corp = outsideAuthority()
      const scene = outsideScene(corp)
      const { stdout } = await scene.mqttopia('pki', 'csr', 'user:alice')
      const before = lockOf(scene)
      scene.write({ 'x.pem': make(corp, stdout) })
      const ran = await scene.mqttopia('pki', 'import', 'x.pem')
      expect(ran.exitCode).toBe(1)
      expect(ran.stdout).toMatch(message)
      expect(lockOf(scene)).toBe(before)
    })

    test('one that lacks a name of the server, one that has ended, and one in the place of a good one', async () => {
      const corp = outsideAuthority()
      const scene = outsideScene(corp)
      await answered(scene, corp)
      writeFileSync(corp.path('ext'), 'subjectAltName=DNS:core.example')
      const server = text(scene, 'requests/broker/core/server.csr.pem')
      scene.write({ 'x.pem': corp.sign(server, '-copy_extensions', 'none', '-extfile', 'ext') })
      expect((await scene.mqttopia('pki', 'import', 'x.pem')).stdout).toContain(
        'it is not for 10.0.0.5 (subjectAltName)',
      )
      expect((await scene.mqttopia('pki', 'import', 'answers', '--at', '+400d')).stdout).toMatch(/expired on/)
      await scene.mqttopia('pki', 'import', 'answers')
      scene.write({ 'x.pem': corp.sign(server) })
      const refused = await scene.mqttopia('pki', 'import', 'x.pem')
      expect(refused.stdout).toContain('there is another one, until ')
      expect((await scene.mqttopia('pki', 'import', 'x.pem', '--replace')).stdout).toBe(
        'replace broker:core/server x.pem\n',
      )
    })
  })
})
