/** A state folder in git, where two people work on branches of their own and one merges the other's. */

import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readCrl } from '../../src/pki/x509/read-crl.ts'
import { shardOf } from '../../src/state/vault/vault-shard.ts'
import { type CommandLine, commandLine } from '../cli/command-line.ts'
import { ann, ben } from '../state/support/age-identities.ts'
import { divideLock } from '../state/support/divided-lock.ts'
import { readFolder } from '../state/support/temp-folder.ts'
import { expectRead } from '../support/pki-fixtures.ts'
import { describeWithPeers } from '../support/real-peer.ts'

/** Each device in a file of its own, so that the spec itself never conflicts. */
const SPEC = `mqttopia: 1
name: plant
include: [devices/*.yaml]
brokers:
  core: { host: localhost, listeners: { mqtts: { port: 8883, tls: { clientAuth: required, identity: commonName }, auth: [certificate] } } }
`

const device = (name: string, filter = 'a') => ({
  [`devices/${name}.yaml`]: `users: { ${name}: { at: core, auth: { certificate: client }, publish: [${filter}] } }\n`,
})

/** Devices whose keys are in one file of the vault. */
const TOGETHER = Array.from({ length: 500 }, (_, i) => `e${i}`).filter(
  (name) => shardOf(`user/${name}`) === shardOf('user/e0'),
)
const [E1 = '', E2 = '', E3 = ''] = TOGETHER

interface Repository extends CommandLine {
  readonly git: (...argv: readonly string[]) => string
  /** Gives whether git found no conflict. */
  readonly merge: (branch: string) => boolean
  /** Adds devices, compiles and commits, on a new branch that begins at main. */
  readonly branch: (name: string, files: Readonly<Record<string, string>>, at?: string) => Promise<void>
}

async function repository(divided = false): Promise<Repository> {
  const line = commandLine(
    { 'topology.yaml': SPEC, 'key.txt': ann.identity, '.gitignore': 'build/\nkey.txt\n', ...device('d1') },
    { env: { MQTTOPIA_AGE_KEY: ann.identity } },
  )
  const git = (...argv: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', ...argv], {
      cwd: line.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  const compile = async () => {
    const { exitCode, stderr } = await line.mqttopia('compile', '-q')
    expect(exitCode, stderr).toBe(0)
    git('add', '-A')
    git('commit', '-qm', 'compile', '--allow-empty')
  }
  git('init', '-q', '-b', 'main')
  await line.mqttopia('vault', 'encrypt', '--recipient', ann.recipient)
  await compile()
  if (divided) {
    await divideLock(line.path('.mqttopia'))
    await compile()
  }
  return {
    ...line,
    git,
    merge: (branch) =>
      spawnSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', 'merge', '-q', branch], {
        cwd: line.folder,
      }).status === 0,
    async branch(name, files) {
      git('checkout', '-q', '-b', name, 'main')
      line.write(files)
      await compile()
    },
  }
}

describeWithPeers(['git'], 'two branches', () => {
  test.each([
    ['in one piece', false],
    ['in parts', true],
  ])(
    'that add different devices merge without a conflict, and every device keeps its key: a lock file %s',
    async (_, divided) => {
      const { branch, merge, mqttopia, git, path } = await repository(divided)
      expect(new Set(['d1', 'd2', 'd3'].map((name) => shardOf(`user/${name}`))).size).toBe(3)
      await branch('two', device('d2'))
      await branch('three', device('d3'))
      expect(merge('two')).toBe(true)
      const files = readFolder(path('.mqttopia'))
      const lock = Object.keys(files)
        .flatMap((file) => (file.startsWith('lock') ? [files[file]] : []))
        .join('')
      expect(existsSync(path('.mqttopia/lock'))).toBe(divided)
      const { exitCode, stderr } = await mqttopia('compile')
      expect(stderr).toMatch(/certificates: 8 kept/)
      expect(exitCode).toBe(0)
      expect(lock.match(/"certificate\/user\/d\d"/g)).toHaveLength(3)
      expect(git('status', '--porcelain')).toBe('')
    },
  )

  test('that renew the same certificate are told apart, and the advice helps', async () => {
    const { branch, merge, mqttopia, git, path } = await repository()
    const other = SPEC.replace('localhost', 'other.example')
    await branch('two', { ...device('d2'), 'topology.yaml': other })
    await branch('three', { ...device('d3'), 'topology.yaml': other })
    expect(merge('two')).toBe(false)
    const before = git('status', '--porcelain')
    const refused = await mqttopia('compile')
    expect(refused.exitCode).toBe(1)
    expect(refused.stderr).toMatch(
      /line \d+ of .*lock.jsonl is the second for "certificate\/broker\/core\/server": two branches changed it/,
    )
    expect(git('status', '--porcelain')).toBe(before)
    git('restore', '-SWs', 'MERGE_HEAD', path('.mqttopia'))
    const { exitCode, stderr } = await mqttopia('compile')
    expect(stderr).toMatch(/certificates: 1 issued, 7 kept/)
    expect(exitCode).toBe(0)
  })
})

describeWithPeers(['git'], 'vault merge', () => {
  const serial = (text: string, id: string) =>
    new RegExp(`"certificate/${id}","serial":"([0-9a-f]+)"`).exec(text)?.[1] ?? `no certificate of ${id}`
  const lockOf = ({ path }: Repository) => readFileSync(path('.mqttopia/lock.jsonl'), 'utf8')

  /** Compiles what was merged, and gives what it said. */
  async function finished({ git, mqttopia }: Repository): Promise<string> {
    git('add', '.mqttopia')
    const { exitCode, stderr } = await mqttopia('compile')
    expect(exitCode, stderr).toBe(0)
    git('add', '-A')
    git('commit', '-qm', 'merge')
    return stderr
  }

  test('keeps what both sides have issued, though they changed the same encrypted file', async () => {
    const place = await repository()
    await place.branch('two', { ...device(E1), ...device('d2') })
    const theirs = serial(lockOf(place), `user/${E1}`)
    await place.branch('three', { ...device(E2), ...device('d3') })
    const ours = serial(lockOf(place), `user/${E2}`)
    expect(place.merge('two')).toBe(false)
    expect((await place.mqttopia('compile')).exitCode).toBe(1)
    const merged = await place.mqttopia('vault', 'merge')
    expect(merged).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: expect.stringMatching(
        /^took 2 items of [0-9a-f]{12} into .*encrypted for 1 recipient\nnext: "git add/,
      ),
    })
    expect(await finished(place)).toMatch(/certificates: 10 kept/)
    expect([serial(lockOf(place), `user/${E1}`), serial(lockOf(place), `user/${E2}`)]).toEqual([theirs, ours])
    expect(place.git('status', '--porcelain')).toBe('')
    expect(await place.mqttopia('compile', '--check', '--no-cache')).toMatchObject({ exitCode: 0 })
  })

  test('names what both have changed, and takes the side that is said', async () => {
    const place = await repository()
    const other = SPEC.replace('localhost', 'other.example')
    await place.branch('two', { ...device('d2'), 'topology.yaml': other })
    const theirs = serial(lockOf(place), 'broker/core/server')
    await place.branch('three', { ...device('d3'), 'topology.yaml': other })
    expect(place.merge('two')).toBe(false)
    const before = readFolder(place.path('.mqttopia'))
    expect(await place.mqttopia('vault', 'merge')).toMatchObject({
      exitCode: 1,
      stdout: 'broker/core/server\n',
      stderr: expect.stringMatching(/both sides have changed 1 item of the state.*--ours or --theirs/),
    })
    expect(readFolder(place.path('.mqttopia'))).toEqual(before)
    expect(await place.mqttopia('vault', 'merge', '--theirs')).toMatchObject({ exitCode: 0 })
    expect(await finished(place)).toMatch(/certificates: 8 kept/)
    expect(serial(lockOf(place), 'broker/core/server')).toBe(theirs)
  })

  test('who was added on one side can open what the other has added, and who was removed cannot', async () => {
    const place = await repository()
    const open = async (identity: string) =>
      (
        await commandLine({}, { env: { MQTTOPIA_AGE_KEY: identity } }).mqttopia(
          ...['vault', 'status', '--state', place.path('.mqttopia')],
        )
      ).stdout
    await place.branch('two', device(E1))
    place.git('checkout', '-q', '-b', 'three', 'main')
    await place.mqttopia('vault', 'recipients', 'add', ben.recipient)
    place.git('commit', '-qam', 'ben')
    expect(place.merge('two')).toBe(true) // every file of three is another one, and that of the device is new
    place.git('checkout', '-q', '-b', 'four', 'three')
    place.write(device(E2))
    await place.mqttopia('compile', '-q')
    place.git('add', '-A')
    place.git('commit', '-qm', 'four')
    place.git('checkout', '-q', '-b', 'five', 'three')
    await place.mqttopia('vault', 'recipients', 'remove', ben.recipient)
    place.git('commit', '-qam', 'without ben')
    expect(place.merge('four')).toBe(false)
    expect(await place.mqttopia('vault', 'merge')).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('encrypted for 1 recipient'),
    })
    expect(await finished(place)).toMatch(/certificates: \d+ kept/)
    expect(readFileSync(place.path('.mqttopia/recipients.txt'), 'utf8')).not.toContain(ben.recipient)
    expect(await open(ann.identity)).not.toBe(await open(ben.identity))
  })

  test('revocations of both sides are on the next list, under a higher number', async () => {
    const place = await repository()
    await place.branch('start', { ...device(E1), ...device(E2), ...device(E3) })
    place.git('branch', '-f', 'main')
    const list = async () => (await place.mqttopia('pki', 'crl', 'clients')).stdout
    let before = ''
    for (const [branch, name] of [
      ['two', E1],
      ['three', E2],
    ] as const) {
      place.git('checkout', '-q', '-b', branch, 'main')
      await place.mqttopia('pki', 'revoke', `user:${name}`)
      await place.mqttopia('compile', '-q')
      before = await list() // makes one: no listener looks at it
      place.git('commit', '-qam', branch)
    }
    expect(place.merge('two')).toBe(false)
    expect(await place.mqttopia('vault', 'merge')).toMatchObject({ exitCode: 0 })
    await finished(place)
    const after = expectRead(readCrl(await list()))
    expect(after.revoked).toHaveLength(2)
    expect(after.number ?? 0n).toBeGreaterThan(expectRead(readCrl(before)).number ?? 0n)
  })

  test('where git is in no merge, says so', async () => {
    const place = await repository()
    expect(await place.mqttopia('vault', 'merge')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('git is not in the middle of a merge here'),
    })
  })
})
