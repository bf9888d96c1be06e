import { X509Certificate } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { toPem } from '../../../src/pki/der/pem.ts'
import { generateKey } from '../../../src/pki/keys/generate-key.ts'
import { createSigningRequest } from '../../../src/pki/x509/signing-request.ts'
import { packageFile } from '../../../src/state/package-files.ts'
import { signerOf } from '../../support/pki-fixtures.ts'
import { workplace } from '../../support/pki-program.ts'
import { describeWithPeers } from '../../support/real-peer.ts'
import { type CommandLine, commandLine } from '../command-line.ts'

const SPEC = `mqttopia: 1
name: field
pki:
  profiles:
    device: { issuer: clients, csr: true, duration: 90d, renewBefore: 30d }
brokers:
  field:
    host: field.example
    listeners:
      mqtts: { port: 8883, tls: { profile: server, clientAuth: required }, auth: [certificate] }
users:
  alice: { at: field, auth: { certificate: client }, publish: [field/alice], bundles: [pem] }
fleets:
  pumps:
    forEach: { range: { from: 1, to: 3 } }
    username: "pump\${each.n}"
    at: field
    auth: { certificate: device }
    publish: ["pumps/\${username}"]
    bundles: [pem]
bundles:
  pem: { format: pem }
`

const schema = JSON.parse(readFileSync(packageFile('schemas/pki-files.schema.json'), 'utf8'))
const validate = new Ajv({ strict: true, formats: { 'date-time': true } }).compile(schema)

const fieldScene = () => commandLine({ 'topology.yaml': SPEC })
const requestOf = (commonName: string, key = generateKey('p256'), uris: readonly string[] = []) =>
  toPem('CERTIFICATE REQUEST', createSigningRequest({ commonName, uris }, signerOf(key)))
const lockOf = ({ path }: CommandLine) => readFileSync(path('.mqttopia/lock.jsonl'), 'utf8')
const certificateAt = ({ path }: CommandLine, file: string) => new X509Certificate(readFileSync(path(file)))

describe('pki sign', () => {
  test('issues for the key of each request under the name of the spec, and a compile keeps it', async () => {
    const scene = fieldScene()
    const [key, other] = [generateKey('p256'), generateKey('p256')]
    scene.write({
      'requests/a.csr': requestOf('pump1', key),
      'requests/deep/b.pem': requestOf('Acme 3000', other, ['urn:mqttopia:field:client:pump2']),
      'requests/README.txt': 'not a request',
    })
    const ran = await scene.mqttopia('pki', 'sign', 'requests')
    expect(ran).toMatchObject({
      exitCode: 0,
      stdout: 'sign user:pump1 requests/a.csr\nsign user:pump2 requests/deep/b.pem\n',
    })
    expect(ran.stderr).toContain('2 certificates issued, 0 kept, 0 refused; signed: 2 files written')
    const first = certificateAt(scene, 'signed/pump1.pem')
    expect(first.subject).toBe('O=field\nCN=pump1')
    expect(first.publicKey.export({ type: 'spki', format: 'der' })).toEqual(key.spki)
    expect(certificateAt(scene, 'signed/pump2.pem').subject).toBe('O=field\nCN=pump2')

    const compiled = await scene.mqttopia('compile', '--root')
    expect(compiled.exitCode).toBe(0)
    expect(compiled.stderr).toContain('1 awaited')
    expect(compiled.stderr).toContain(
      'the certificate of "pump3" is awaited: of profile "device" devices keep',
    )
    const bundles = readdirSync(scene.path('build/fleets/pumps/pem'))
    expect(bundles).toEqual(expect.arrayContaining(['pump1', 'pump2']))
    expect(bundles).not.toContain('pump3')
    expect(lockOf(scene)).toContain(first.fingerprint256.replaceAll(':', '').toLowerCase())
  })

  test('is idempotent, and makes lost files again', async () => {
    const scene = fieldScene()
    const key = generateKey('p256')
    scene.write({ 'a.csr': requestOf('pump1', key) })
    await scene.mqttopia('pki', 'sign', 'a.csr')
    const [lock, pem] = [lockOf(scene), readFileSync(scene.path('signed/pump1.pem'))]
    scene.write({ 'signed/pump1.pem': 'half', 'a.csr': requestOf('pump1', key) })
    expect(await scene.mqttopia('pki', 'sign', 'a.csr')).toMatchObject({
      exitCode: 0,
      stdout: 'keep user:pump1 a.csr\n',
    })
    expect(readFileSync(scene.path('signed/pump1.pem'))).toEqual(pem)
    expect(lockOf(scene)).toBe(lock)
  })

  test('refuses file by file, signs the good ones, and exits with 1', async () => {
    const scene = fieldScene()
    const key = generateKey('p256')
    const forged = Buffer.from(requestOf('pump3').split('\n').slice(1, -2).join(''), 'base64')
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1
    scene.write({
      'r/1.csr': requestOf('pump1', key),
      'r/2.csr': requestOf('pump2', key),
      'r/3.csr': requestOf('pump1'),
      'r/4.csr': requestOf('nobody'),
      'r/5.csr': requestOf('alice'),
      'r/6.csr': 'nonsense',
      'r/7.der': forged,
      'r/8.csr': requestOf('pump2', generateKey('p256'), ['urn:mqttopia:field:client:pump3']),
    })
    const ran = await scene.mqttopia('pki', 'sign', 'r')
    expect(ran.exitCode).toBe(1)
    expect(ran.stdout.split('\n').filter(Boolean)).toEqual([
      'sign user:pump1 r/1.csr',
      'refuse user:pump2 r/2.csr (pump1 has the same key)',
      'refuse user:pump1 r/3.csr (r/1.csr is a request of the same user)',
      'refuse r/4.csr (nobody in the spec has its name (CN=nobody))',
      'refuse user:alice r/5.csr (mqttopia makes the key of this user; say "csr: true" in profile "client", or name one that does)',
      'refuse r/6.csr (this is not a certificate signing request in PEM or DER)',
      'refuse r/7.der (the request is not signed by the key that it holds)',
      'refuse r/8.csr (it names two users: "pump2" and "pump3")',
    ])
    expect(readdirSync(scene.path('signed'))).toEqual(['pump1.pem'])
  })

  test('a device that is to keep its key from now on is awaited, compile after compile', async () => {
    const made = SPEC.replace('csr: true, ', '')
    const scene = commandLine({ 'topology.yaml': made })
    expect(await scene.mqttopia('compile')).toMatchObject({ exitCode: 0 })
    scene.write({ 'topology.yaml': SPEC })
    for (const options of [[], [], ['--no-cache']]) {
      const { exitCode, stderr } = await scene.mqttopia('compile', ...options)
      expect(exitCode).toBe(0)
      expect(stderr).toContain('3 awaited')
    }
    scene.write({ 'a.csr': requestOf('pump1') })
    expect(await scene.mqttopia('pki', 'sign', 'a.csr')).toMatchObject({ exitCode: 0 })
    expect((await scene.mqttopia('compile')).stderr).toContain('2 awaited')
  })

  test('another key needs --replace, and a revoked one is never signed again', async () => {
    const scene = fieldScene()
    const [key, next] = [generateKey('p256'), generateKey('p256')]
    scene.write({ 'a.csr': requestOf('pump1', key), 'b.csr': requestOf('pump1', next) })
    await scene.mqttopia('pki', 'sign', 'a.csr')
    const refused = await scene.mqttopia('pki', 'sign', 'b.csr')
    expect(refused).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('--replace issues one') })
    await scene.mqttopia('pki', 'revoke', 'user:pump1', '--reason', 'keyCompromise')
    const again = await scene.mqttopia('pki', 'sign', 'a.csr', '--replace')
    expect(again).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('is revoked (keyCompromise)'),
    })
    expect(await scene.mqttopia('pki', 'sign', 'b.csr', '--replace')).toMatchObject({ exitCode: 0 })
    const { publicKey } = certificateAt(scene, 'signed/pump1.pem')
    expect(publicKey.export({ type: 'spki', format: 'der' })).toEqual(next.spki)
  })

  test('what is due is renewed for the same key, by a compile too', async () => {
    const scene = fieldScene()
    scene.write({ 'a.csr': requestOf('pump1') })
    await scene.mqttopia('pki', 'sign', 'a.csr')
    await scene.mqttopia('compile', '--root')
    const before = certificateAt(scene, 'signed/pump1.pem')
    expect((await scene.mqttopia('compile', '--root', '--at', '+61d')).stderr).toMatch(
      /certificates: .*renewed/,
    )
    expect((await scene.mqttopia('pki', 'sign', 'a.csr', '--at', '+61d')).stdout).toBe(
      'keep user:pump1 a.csr\n',
    )
    const after = certificateAt(scene, 'signed/pump1.pem')
    expect(after.serialNumber).not.toBe(before.serialNumber)
    expect(after.publicKey.equals(before.publicKey)).toBe(true)
  })

  test('a dry run changes nothing, and JSON says all', async () => {
    const scene = fieldScene()
    scene.write({ 'a.csr': requestOf('pump1'), 'b.csr': 'x' })
    const ran = await scene.mqttopia('pki', 'sign', 'a.csr', 'b.csr', '--dry-run', '-o', 'json')
    const said = JSON.parse(ran.stdout)
    expect(validate(said), JSON.stringify(validate.errors)).toBe(true)
    expect(said).toMatchObject({
      version: 1,
      topology: 'field',
      dryRun: true,
      files: [
        { file: 'a.csr', did: 'sign', selector: 'user:pump1' },
        {
          file: 'b.csr',
          did: 'refuse',
          because: expect.stringContaining('not a certificate signing request'),
        },
      ],
    })
    expect(existsSync(scene.path('signed'))).toBe(false)
    expect(existsSync(scene.path('.mqttopia'))).toBe(false)
  })

  test('--user names whose one request is', async () => {
    const scene = fieldScene()
    scene.write({ 'a.csr': requestOf('factory default'), 'b.csr': requestOf('x') })
    expect(await scene.mqttopia('pki', 'sign', 'a.csr', '--user', 'pump2')).toMatchObject({
      stdout: 'sign user:pump2 a.csr\n',
    })
    for (const [argv, message] of [
      [['a.csr', 'b.csr', '--user', 'pump2'], '--user is for one request, and there are 2'],
      [['a.csr', '--user', 'pmp2'], 'pump2'],
      [['none.csr'], 'cannot read none.csr: it does not exist'],
    ] as const)
      expect((await scene.mqttopia('pki', 'sign', ...argv)).stderr).toContain(message)
  })
})

describeWithPeers(['openssl'], 'pki sign with openssl as the device', () => {
  test.each(['rsa:2048', 'ed25519'])('%s', async (kind) => {
    const scene = fieldScene()
    const { path, succeed } = workplace()
    const how = ['-newkey', ...kind.split(' ')]
    succeed(
      'openssl',
      'req',
      '-new',
      ...how,
      '-nodes',
      '-keyout',
      'k.pem',
      '-subj',
      '/CN=pump3',
      '-out',
      'd.csr',
    )
    scene.write({ 'd.csr': readFileSync(path('d.csr')) })
    expect(await scene.mqttopia('pki', 'sign', 'd.csr')).toMatchObject({ exitCode: 0 })
    await scene.mqttopia('compile', '--root')
    const [ca, signed] = [scene.path('build/pki/clients-root.crt'), scene.path('signed/pump3.pem')]
    const verify = ['verify', '-x509_strict', '-purpose', 'sslclient', '-attime', String(1_800_100_000)]
    expect(succeed('openssl', ...verify, '-CAfile', ca, '-untrusted', signed, signed)).toContain('OK')
    expect(statSync(signed).mode & 0o777).toBe(0o644)
    const publicKey = succeed('openssl', 'pkey', '-in', 'k.pem', '-pubout')
    expect(certificateAt(scene, 'signed/pump3.pem').publicKey.export({ type: 'spki', format: 'pem' })).toBe(
      publicKey,
    )
  })
})
