import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isOwnFile } from '../../src/cli/commands/init.ts'
import { readFolder } from '../state/support/temp-folder.ts'
import { EXAMPLE_ENV } from '../support/example-run.ts'
import { describeWithPeers, needPeer } from '../support/real-peer.ts'
import { commandLine } from './command-line.ts'

const COMMON = ['.github/workflows/mqttopia.yml', '.gitignore']
const NEXT = 'Next: edit topology.yaml, then run "mqttopia validate" and "mqttopia compile --root".\n'

describe('init', () => {
  test.each([
    { preset: [], made: ['topology.yaml'] },
    { preset: ['--preset', 'minimal'], made: ['topology.yaml'] },
    { preset: ['--preset', 'home'], made: ['topology.yaml'] },
    {
      preset: ['--preset', 'plant'],
      made: [
        'fleets/dev.csv',
        'fleets/presses.csv',
        'fleets/presses.yaml',
        'pki/corp-ca.pem',
        'topology.yaml',
      ],
    },
  ])('$preset makes a folder that validates and compiles', async ({ preset, made }) => {
    const { mqttopia, folder } = commandLine({}, { env: EXAMPLE_ENV })
    const ran = await mqttopia('init', ...preset)
    expect({ ...ran, stdout: ran.stdout.trimEnd().split('\n').sort() }).toEqual({
      exitCode: 0,
      stdout: [...COMMON, ...made].sort(),
      stderr: NEXT,
    })
    expect(Object.keys(readFolder(folder)).sort()).toEqual([...COMMON, ...made].sort())
    expect(await mqttopia('validate')).toMatchObject({ exitCode: 0 })
    expect(await mqttopia('fmt', '--check', 'topology.yaml')).toMatchObject({ exitCode: 0, stdout: '' })
    expect(await mqttopia('compile')).toMatchObject({ exitCode: 0 })
    expect(await mqttopia('compile', '--check')).toMatchObject({ exitCode: 0 })
  })

  describeWithPeers(['git'], 'in a git repository', () => {
    test('what compiling makes stays out, but for the public part of the state', async () => {
      const { mqttopia, folder } = commandLine()
      const git = (...words: string[]) =>
        execFileSync(needPeer('git'), words, { cwd: folder, encoding: 'utf8' })
      await mqttopia('init')
      await mqttopia('compile', '--root')
      await mqttopia('bundle', 'kitchen')
      git('init', '--quiet')
      git('add', '--all')
      expect(git('ls-files').trimEnd().split('\n')).toEqual([
        '.github/workflows/mqttopia.yml',
        '.gitignore',
        '.mqttopia/.gitattributes',
        '.mqttopia/.gitignore',
        '.mqttopia/lock.jsonl',
        'topology.yaml',
      ])
    })
  })

  test('into a folder that is not there yet makes it, and says to go there', async () => {
    const { mqttopia, path } = commandLine()
    const { exitCode, stdout, stderr } = await mqttopia('init', 'deep/house', '--preset', 'home')
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: NEXT.replace('edit', '"cd deep/house", edit'),
    })
    expect(stdout).toContain('deep/house/topology.yaml\n')
    expect(existsSync(path('deep/house/topology.yaml'))).toBe(true)
  })

  test('is quiet when asked to', async () => {
    expect(await commandLine().mqttopia('init', '-q')).toMatchObject({ exitCode: 0, stderr: '' })
  })

  test.each([
    ['topology.yaml', true],
    ['fleets/presses.csv', true],
    ['pki/corp-ca.pem', true],
    ['.mqttopia/vault/users-04.jsonl', false],
    ['build/brokers/main/tls/server.key', false],
    ['build-data/main/mosquitto.db', false],
    ['expected/files.txt', false],
    ['expected-prod/files.txt', false],
    ['fleets/.presses.csv.swp', false],
  ])('of an example, %s is part of the starter: %s', (path, is) => {
    expect(isOwnFile(path)).toBe(is)
  })
})

describe('init --ci', () => {
  test.each([
    { ci: ['gitlab'], made: ['.gitignore', '.gitlab-ci.yml'] },
    { ci: ['pre-commit', 'github'], made: [...COMMON, '.pre-commit-config.yaml'] },
    { ci: ['none'], made: ['.gitignore'] },
  ])('$ci gives $made', async ({ ci, made }) => {
    const { mqttopia, folder } = commandLine()
    const ran = await mqttopia('init', ...ci.flatMap((kind) => ['--ci', kind]))
    expect(ran).toMatchObject({ exitCode: 0, stderr: NEXT })
    expect(Object.keys(readFolder(folder)).sort()).toEqual([...made, 'topology.yaml'].sort())
  })

  test('beside a spec that is there adds pipelines alone', async () => {
    const { mqttopia, folder } = commandLine({ 'topology.yaml': 'mine\n', '.gitignore': 'build/\n' })
    const { exitCode, stdout, stderr } = await mqttopia('init', '--ci', 'gitlab')
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '.gitlab-ci.yml\n' })
    expect(stderr).toMatch(/^\.gitignore was there already .*\n$/)
    expect(readFolder(folder)).toMatchObject({ 'topology.yaml': 'mine\n', '.gitignore': 'build/\n' })
  })

  test('of another kind is a usage error that names the kinds', async () => {
    expect(await commandLine().mqttopia('init', '--ci', 'jenkins')).toMatchObject({
      exitCode: 64,
      stderr: expect.stringContaining('The kinds are github, gitlab, pre-commit, none.'),
    })
  })
})

describe('init overwrites nothing', () => {
  test('a spec that is there ends it before anything is written', async () => {
    const { mqttopia, folder } = commandLine({ 'topology.yaml': 'mine\n' })
    expect(await mqttopia('init')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'mqttopia: topology.yaml exists already; nothing was written, name another folder\n',
    })
    expect(readFolder(folder)).toEqual({ 'topology.yaml': 'mine\n' })
  })

  test('so does any other file of the preset', async () => {
    const { mqttopia, folder } = commandLine({ 'p/fleets/presses.csv': 'mine\n' })
    expect(await mqttopia('init', '--preset', 'plant', 'p')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('p/fleets/presses.csv exists already'),
    })
    expect(readFolder(folder)).toEqual({ 'p/fleets/presses.csv': 'mine\n' })
  })

  test('a .gitignore stays as it is, and people hear what it needs', async () => {
    const { mqttopia, path } = commandLine({
      '.gitignore': '*.log\n',
      '.github/workflows/mqttopia.yml': 'on: push\n',
    })
    const { exitCode, stdout, stderr } = await mqttopia('init')
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'topology.yaml\n' })
    expect(stderr).toBe(
      `.gitignore was there already and is as it was; see to it that it has build/ build-*/ bundle-*/ .*.mqttopia/\n.github/workflows/mqttopia.yml was there already and is as it was.\n${NEXT}`,
    )
    expect(readFileSync(path('.gitignore'), 'utf8')).toBe('*.log\n')
  })

  test('a file where a folder should be is a failure', async () => {
    const { mqttopia } = commandLine({ house: 'a file' })
    const { exitCode, stdout, stderr } = await mqttopia('init', 'house')
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toMatch(
      /^mqttopia: cannot write into house: (it exists already|a part of its path is not a folder)/,
    )
  })
})
