/** Secrets of every kind, and every place that somebody else may read: what is public, what is printed, what goes into git. */

import { spawnSync } from 'node:child_process'
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseManifest } from '../../src/files/manifest.ts'
import { readPem, toPem } from '../../src/pki/der/pem.ts'
import { issueRoot } from '../../src/pki/x509/issue-certificate.ts'
import { type CommandLine, commandLine, NOW, type Ran } from '../cli/command-line.ts'
import { ann, ben } from '../state/support/age-identities.ts'
import { modeOf } from '../state/support/temp-folder.ts'
import { notedPrograms } from '../support/noted-programs.ts'
import { request, seededRandom, signerOf } from '../support/pki-fixtures.ts'

const GIVEN = {
  ENV_PASSWORD: 'correct horse battery staple',
  P12_PASSWORD: 'another long enough secret',
  ENV_PSK: '0badc0de'.repeat(8),
}
const FILE_PASSWORD = 'a password from a file of its own'
const FILE_PSK = 'feedface'.repeat(8)

const FORMATS = ['pem', 'zip', 'mosquitto', 'mqttx', 'otrc', 'c-header', 'python', 'nodejs'] as const

const SPEC = `mqttopia: 1
name: secrets
pki:
  authorities:
    own: { certificate: { file: own.pem }, key: { file: own.key } }
    clients: { revoked: [{ serial: "0a1b" }] }
  profiles:
    device: { issuer: own }
brokers:
  core:
    host: core.example
    access: dynamic-security
    listeners:
      mqtts: { port: 8883, tls: {}, auth: [password] }
      mutual: { port: 8884, tls: { trust: [own, clients] }, auth: [certificate] }
  edge:
    host: edge.example
    listeners:
      word: { port: 8885, tls: {}, auth: [password] }
      psk: { port: 8886, tls: { psk: {} }, auth: [psk] }
bridges:
  by-word: { from: edge, to: core, listener: mqtts, auth: { password: { generate: {} } }, routes: [{ out: up/# }] }
  by-card: { from: edge, to: core, listener: mutual, auth: { certificate: client }, routes: [{ out: log/# }] }
  by-key: { from: core, to: edge, listener: psk, auth: { psk: { generate: {} } }, routes: [{ out: down/# }] }
users:
  ann: { at: core, auth: { password: { generate: {} } }, publish: [a], bundles: [BUNDLES] }
  ben: { at: core, auth: { password: { env: ENV_PASSWORD } }, publish: [a], bundles: [BUNDLES] }
  cat: { at: edge, auth: { password: { file: cat.txt } }, publish: [a], bundles: [BUNDLES] }
  dan: { at: edge, auth: { psk: { generate: {} } }, publish: [a], bundles: [pem, zip, mosquitto, c-header, nodejs] }
  eve: { at: edge, auth: { psk: { env: ENV_PSK } }, publish: [a], bundles: [pem, c-header] }
  fay: { at: edge, auth: { psk: { file: fay.psk } }, publish: [a], bundles: [pem, c-header] }
  gus: { at: core, auth: { certificate: client }, publish: [a], bundles: [BUNDLES, p12, p12-made] }
  hal: { at: core, auth: { certificate: device }, publish: [a], bundles: [BUNDLES, p12, p12-made] }
bundles:
  p12: { format: pkcs12, password: { env: P12_PASSWORD } }
  p12-made: { format: pkcs12, password: { generate: {} } }
${FORMATS.map((format) => `  ${format}: { format: ${format} }`).join('\n')}
`.replaceAll('BUNDLES', FORMATS.join(', '))

/** An authority that somebody had before. */
function ownAuthority(): { readonly certificate: string; readonly key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  })
  const key = { algorithm: 'p256', spki: publicKey, pkcs8: privateKey } as const
  const wanted = request({
    ...{ kind: 'root', commonName: 'Own Root', uris: [], usages: [], durationSeconds: 315_360_000 },
  })
  const { der } = issueRoot(wanted, signerOf(key), { now: NOW, random: seededRandom('own') })
  expect(new X509Certificate(der).ca).toBe(true)
  return { certificate: toPem('CERTIFICATE', der), key: toPem('PRIVATE KEY', privateKey) }
}

/** What only the key's owner knows of a P-256 key in PKCS#8: its scalar stands at byte 36. */
function piecesOfKey(pkcs8: Buffer): readonly string[] {
  const scalar = pkcs8.subarray(36, 68)
  const whole = pkcs8.toString('base64')
  // Twelve bytes, whatever byte the text begins with.
  const aligned = [0, 1, 2].map((skip) => scalar.subarray(skip, skip + 12).toString('base64'))
  return [...aligned, whole.slice(48, 64), scalar.toString('hex').slice(0, 32), scalar.toString('base64url')]
}

interface Scene extends CommandLine {
  readonly said: readonly Ran[]
  /** By what they are. */
  readonly secrets: ReadonlyMap<string, readonly string[]>
}

async function compiledScene(): Promise<Scene> {
  const own = ownAuthority()
  const files = {
    'topology.yaml': SPEC,
    'own.pem': own.certificate,
    'own.key': own.key,
    'cat.txt': `${FILE_PASSWORD}\n`,
    'fay.psk': `${FILE_PSK}\n`,
  }
  const line = commandLine(files, { env: GIVEN })
  const said = [
    await line.mqttopia('compile', '-o', 'human', '-o', 'json=found.json', '-o', 'sarif=found.sarif'),
    await line.mqttopia('compile', '--check'),
    await line.mqttopia('compile'),
    await line.mqttopia('validate', '-o', 'github'),
  ]
  for (const { exitCode, stderr } of said) expect(exitCode, stderr).toBe(0)
  const secrets = new Map<string, readonly string[]>([
    ...Object.entries({ ...GIVEN, FILE_PASSWORD, FILE_PSK }).map(([name, text]) => [name, [text]] as const),
    ...readPem(own.key).map(({ der }) => ['own.key', piecesOfKey(der)] as const),
    ...vaultSecrets(line.path('.mqttopia/vault')),
    ...madeBundlePasswords(line.path('build')),
  ])
  return { ...line, said, secrets }
}

/** Everything that the vault keeps. */
function* vaultSecrets(vault: string): Iterable<readonly [string, readonly string[]]> {
  for (const shard of readdirSync(vault)) {
    for (const text of readFileSync(join(vault, shard), 'utf8').split('\n').slice(1, -2)) {
      const { key, value, data } = JSON.parse(text) as Readonly<Record<'key' | 'value' | 'data', string>>
      if (value !== undefined) yield [key, [value]]
      if (data !== undefined) yield [key, piecesOfKey(Buffer.from(data, 'base64'))]
    }
  }
}

/** A generated PKCS#12 password follows from the vault, and stands beside the file that it opens. */
function* madeBundlePasswords(out: string): Iterable<readonly [string, readonly string[]]> {
  const paths = readdirSync(out, { recursive: true, encoding: 'utf8' })
  for (const path of paths.filter((path) => /p12-made\/.*password/.test(path)))
    yield [path, [readFileSync(join(out, path), 'utf8').trim()]]
}

/** The secrets that `text` holds. */
function leaks(text: string, secrets: Scene['secrets']): readonly string[] {
  return [...secrets].flatMap(([name, pieces]) =>
    pieces.some((piece) => text.includes(piece)) ? [name] : [],
  )
}

describe('secrets of every kind', () => {
  test('stand in nothing that may be committed, or is printed, once the vault is encrypted', async () => {
    const { mqttopia, path, folder, secrets, write } = await compiledScene()
    const { identity, recipient } = ann
    write({ 'ann.txt': identity })
    const said = [
      await mqttopia('vault', 'encrypt', '--recipient', recipient, '--identity', 'ann.txt'),
      await mqttopia('vault', 'status', '-o', 'json', '--identity', 'ann.txt'),
      await mqttopia('vault', 'recipients', 'list'),
      await mqttopia('compile', '--identity', 'ann.txt'),
      await mqttopia('compile', '--public'),
      await mqttopia('plan', '--identity', 'ann.txt'),
      await mqttopia('vault', 'recipients', 'add', ben.recipient, '--identity', 'ann.txt'),
      await mqttopia('compile', '--check', '--identity', 'ann.txt'),
    ]
    for (const { exitCode, stderr } of said) expect(exitCode, stderr).toBe(0)
    const all = new Map([...secrets, ['identity', [identity.slice(20, 40)]]])
    const found = said.flatMap(({ stdout, stderr }) => leaks(stdout + stderr, all))
    for (const place of ['.mqttopia', 'public-build']) {
      for (const entry of readdirSync(join(folder, place), { recursive: true, withFileTypes: true })) {
        const file = join(entry.parentPath, entry.name)
        if (!entry.isFile() || file.includes('/cache/')) continue
        found.push(...leaks(readFileSync(file, 'latin1'), all).map((name) => `${file} holds ${name}`))
        if (place === '.mqttopia' && modeOf(file) !== '0600') found.push(`${file} may be read by others`)
      }
    }
    expect(found).toEqual([])
    expect(readdirSync(path('.mqttopia/vault')).every((name) => name.endsWith('.age'))).toBe(true)
  })

  test('stand in no argument of a program that is started, on this machine or another', async () => {
    const scene = await compiledScene()
    const { mqttopia, path, folder, secrets, write } = scene
    const notes = notedPrograms(folder, ['git', 'chown'])
    const { identity, recipient } = ann
    write({
      'ann.txt': identity,
      'topology.yaml': SPEC.replace(/ {2}core:\n/, `$&    install: { config: ${path('etc')}/current }\n`),
      'etc/keep': '',
    })
    const git = (...argv: readonly string[]) => {
      const named = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', ...argv]
      expect(spawnSync('git', named, { cwd: folder }).status, argv.join(' ')).toBe(0)
    }
    const told = ['--reload-command', 'true', '--restart-command', 'true', '--no-probe', '--broker', 'core']
    const owner = `${process.getuid?.()}:${process.getgid?.()}`
    await mqttopia('vault', 'encrypt', '--recipient', recipient, '--identity', 'ann.txt')
    git('init', '-q')
    git('add', 'topology.yaml', '.mqttopia', 'own.pem')
    git('commit', '-qm', 'one')
    const said = [
      await mqttopia('compile', '--identity', 'ann.txt'),
      await mqttopia('plan', '--against', 'HEAD'),
      await mqttopia('plan', '--out', 'plan.json', '--identity', 'ann.txt'),
      await mqttopia(
        'apply',
        'plan.json',
        '--ssh',
        `me@far.example:${path('etc')}`,
        '--owner',
        owner,
        ...told,
      ),
      await mqttopia('apply', '--dir', 'etc', '--owner', owner, ...told),
      await mqttopia('drift', '--ssh', `me@far.example:${path('etc')}`, '--broker', 'core'),
    ]
    for (const { exitCode, stderr } of said) expect(exitCode, stderr).toBe(0)
    for (const program of ['git', 'chown', 'ssh', 'rsync'])
      expect(notes()).toMatch(new RegExp(`^${program} `, 'm'))
    const all = new Map([...secrets, ['identity', [identity.slice(20, 40)]]])
    expect(leaks(notes(), all)).toEqual([])
  })

  test('stand in secret files alone: no public file, no report, no lock file holds one', async () => {
    const { path, said, secrets } = await compiledScene()
    const kinds = new Set([...secrets.keys()].map((name) => name.replace(/\/.*/, '')))
    expect([...kinds].sort()).toEqual(
      [
        ...Object.keys(GIVEN),
        'FILE_PASSWORD',
        'FILE_PSK',
        'clients',
        'key',
        'own.key',
        'password',
        'psk',
        'seed',
      ].sort(),
    )
    const entries = parseManifest(readFileSync(path('build/manifest.json'), 'utf8')) ?? []
    expect(entries.filter(({ secret }) => !secret).length).toBeGreaterThan(50)
    const found: string[] = []
    for (const entry of entries) {
      if (modeOf(path(`build/${entry.path}`)) !== entry.mode) found.push(`${entry.path} has another mode`)
      if (entry.secret !== (entry.mode === '0600')) found.push(`${entry.path}: ${entry.mode}`)
      if (entry.secret) continue
      const text = readFileSync(path(`build/${entry.path}`), 'latin1')
      found.push(...leaks(text, secrets).map((name) => `${entry.path} holds ${name}`))
    }
    const others = ['.mqttopia/lock.jsonl', '.mqttopia/.gitignore', 'found.json', 'found.sarif']
    for (const name of others)
      found.push(
        ...leaks(readFileSync(path(name), 'latin1'), secrets).map((secret) => `${name} holds ${secret}`),
      )
    for (const { stdout, stderr } of said) found.push(...leaks(stdout + stderr, secrets))
    expect(found).toEqual([])
  })

  test('would be found: each stands in some secret file', async () => {
    const { folder, secrets } = await compiledScene()
    const all = ['build', '.mqttopia/vault'].flatMap((place) =>
      readdirSync(join(folder, place), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')),
    )
    const hidden = new Map([...secrets].filter(([name]) => !['own.key', 'P12_PASSWORD'].includes(name)))
    const text = all.join('\n')
    // A password that was given is kept as a hash, unless a bundle or a bridge needs it.
    expect([...hidden.keys()].filter((name) => !leaks(text, hidden).includes(name))).toEqual([])
  })
})
