import { createPrivateKey, X509Certificate } from 'node:crypto'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Failure } from '../../src/diagnostics/failure.ts'
import { nodeFileSystem } from '../../src/state/file-system.ts'
import { holdLock } from '../../src/state/hold-lock.ts'
import { shardOf } from '../../src/state/vault/vault-shard.ts'
import { bundled } from '../support/bundled.ts'
import { countingFileSystem, failingFrom, PowerCut, powerCutAt } from './support/faulty-file-system.ts'
import { killAtRandom, startScript } from './support/kill-rounds.ts'
import { daysLater, type Prepared, type Scene, scene } from './support/prepared.ts'
import { readFolder } from './support/temp-folder.ts'

const spec = (devices: number) => `
brokers:
  core:
    host: localhost
    listeners:
      mqtts: { port: 8883, tls: { profile: server, clientAuth: required, identity: commonName, crl: true }, auth: [certificate] }
      wss: { port: 8084, transport: websocket, tls: { profile: server }, auth: [password] }
pki: { profiles: { client: { issuer: clients, privateKey: { rotationPolicy: always } } } }
users:
  alice: { at: core, auth: { password: { generate: {} } }, publish: [a] }
fleets:
  presses: { forEach: { range: { from: 1, to: ${devices} } }, username: "p\${each.n}", at: core, auth: { certificate: client }, publish: [a] }
`

const PREPARE_FLEETS = bundled('test/state/support/prepare-fleets.ts')

/** What a device was given must go on working: each certificate has its key, and a user its password. */
function facts({ topology, materials }: Prepared): Map<string, string> {
  const found = new Map([['alice', materials.password('alice')]])
  for (const { name, authentication } of topology.users) {
    if (authentication.kind !== 'certificate') continue
    const { certificate, privateKey } = materials.certificate(`user/${name}`)
    const key = createPrivateKey({ key: Buffer.from(privateKey ?? []), format: 'der', type: 'pkcs8' })
    expect(new X509Certificate(certificate).checkPrivateKey(key)).toBe(true)
    found.set(name, Buffer.from(certificate).toString('hex'))
  }
  return found
}

/** The process that died is this one and lives on: its lock is handed over by hand. */
function letIn({ stateFolder }: Scene): void {
  for (const name of existsSync(stateFolder) ? readdirSync(stateFolder) : []) {
    if (name.startsWith('running')) rmSync(join(stateFolder, name), { recursive: true })
  }
}

function copyOf({ stateFolder }: Scene): Scene {
  const copy = scene()
  cpSync(stateFolder, copy.stateFolder, { recursive: true })
  return copy
}

const later = daysLater(300)

test('a power cut at any change of a renewal leaves all of the old or all of the new', async () => {
  const first = scene()
  const before = facts(await first.prepare(spec(6)))
  const counting = countingFileSystem()
  await copyOf(first).prepare(spec(6), { now: later, fs: counting.fs })
  const outcomes = new Set<number>()
  for (let index = 0; index < counting.count(); index += 1) {
    const place = copyOf(first)
    const cut = place.prepare(spec(6), { now: later, fs: powerCutAt(index).fs })
    await expect(cut).rejects.toThrow(PowerCut)
    letIn(place)
    const found = facts(await place.prepare(spec(6)))
    outcomes.add([...before].filter(([name, value]) => found.get(name) !== value).length)
    const { issued } = await place.prepare(spec(6), { now: later })
    expect([0, 7]).toContain(issued.renewed)
  }
  expect(outcomes).toEqual(new Set([0, 6]))
}, 120_000)

test.each(['ENOSPC', 'EACCES'] as const)(
  '%s at any change is a clear failure, and the next run succeeds',
  async (code) => {
    const counting = countingFileSystem()
    await scene().prepare(spec(3), { fs: counting.fs })
    let failures = 0
    for (let index = 0; index < counting.count(); index += 1) {
      const place = scene()
      const failure = await place
        .prepare(spec(3), { fs: failingFrom(index, code).fs })
        .catch((error: unknown) => error)
      if (failure instanceof Error) {
        failures += 1
        expect(failure).toBeInstanceOf(Failure)
        expect(failure.message).toMatch(
          /^cannot (use the state folder|save the state in) .*state: (the disk is full|permission denied)/,
        )
      }
      const { said } = await place.prepare(spec(3))
      expect(said).toEqual([])
    }
    expect(failures).toBeGreaterThan(10)
  },
  120_000,
)

test('kill -9 at random moments: what was once there stays, and the next process goes on', async () => {
  const place = scene()
  let known = new Map<string, string>()
  let killed = 0
  for (let round = 0; round < 24; round += 1) {
    const child = await startScript(PREPARE_FLEETS, place.stateFolder, String(round * 20 + 1))
    if (await killAtRandom(child, 150)) killed += 1
    const found = facts(await place.prepare(spec(round * 20 + 1)))
    for (const [name, value] of known) expect(found.get(name), name).toBe(value)
    known = found
  }
  expect(killed).toBeGreaterThan(12)
  expect(readdirSync(place.stateFolder).sort()).toEqual([
    '.gitattributes',
    '.gitignore',
    'lock.jsonl',
    'vault',
  ])
}, 180_000)

test('two processes at once agree', async () => {
  const place = scene()
  const children = await Promise.all([1, 2].map(() => startScript(PREPARE_FLEETS, place.stateFolder, '1')))
  for (let devices = 1; devices < 20; devices += 1) {
    await place.prepare(spec(devices))
  }
  for (const child of children) expect(child.exitCode, 'neither has failed').toBeNull()
  await Promise.all(children.map((child) => killAtRandom(child, 0)))
  const [one, two] = [await place.prepare(spec(19)), await place.prepare(spec(19))]
  expect(facts(one)).toEqual(facts(two))
}, 60_000)

test('waits for a state folder that is in use, and says so', async () => {
  const place = scene()
  await place.prepare(spec(1))
  const lock = await holdLock(place.stateFolder, { fs: nodeFileSystem, onWait: () => {} })
  const notes: (string | undefined)[] = []
  const { said } = await place.prepare(spec(1), {
    onProgress({ phase, note }) {
      if (phase !== 'waiting') return
      notes.push(note)
      lock.release()
    },
  })
  expect(said).toEqual([])
  expect(notes).toEqual([expect.stringMatching(/^process \d+ on .* uses .*state$/)])
})

describe('refuses, and changes nothing', () => {
  const shard = (stateFolder: string, id: string) => join(stateFolder, 'vault', `${shardOf(id)}.jsonl`)
  const edit = (file: string, change: (text: string) => string) =>
    writeFileSync(file, change(readFileSync(file, 'utf8')))

  test.each<[string, (stateFolder: string) => void, RegExp]>([
    [
      'an edited lock',
      (state) => edit(join(state, 'lock.jsonl'), (text) => text.replace('2028-', '2048-')),
      /line \d+ of .*lock.jsonl is damaged or was edited/,
    ],
    [
      'a truncated lock',
      (state) => edit(join(state, 'lock.jsonl'), (text) => text.slice(0, -40)),
      /lock.jsonl/,
    ],
    [
      'a lost authority key',
      (state) => rmSync(join(state, 'vault/authorities.jsonl')),
      /authorities.jsonl is missing, and with it the secrets/,
    ],
    [
      'a lost key',
      (state) => edit(shard(state, 'user/p1'), (text) => text.replace(/.*"key\/user\/p1".*\n/, '')),
      /the certificate of "p1" but not its private key/,
    ],
  ])('%s', async (_, damage, message) => {
    const place = scene()
    await place.prepare(spec(3))
    damage(place.stateFolder)
    const before = readFolder(place.stateFolder)
    const failure = await place.prepare(spec(4)).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Failure)
    expect(String(failure)).toMatch(message)
    expect(String(failure)).toMatch(/back from a backup/)
    expect(readFolder(place.stateFolder)).toEqual(before)
  })
})
