/** A state folder in git, where two people work on branches of their own and one merges the other's. */

import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { shardOf } from '../../src/state/vault/vault-shard.ts'
import { type CommandLine, commandLine } from '../cli/command-line.ts'
import { ann } from '../state/support/age-identities.ts'
import { divideLock } from '../state/support/divided-lock.ts'
import { readFolder } from '../state/support/temp-folder.ts'
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
