import { chmodSync, lstatSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { replaceFile } from '../../src/cli/replace-file.ts'
import { errorCode } from '../../src/diagnostics/failure.ts'
import { countingFileSystem, failingFrom } from '../state/support/faulty-file-system.ts'
import { modeOf, readFolder } from '../state/support/temp-folder.ts'
import { commandLine } from './command-line.ts'

const UGLY = `# a shed
brokers: {shed:   {listeners: {m: {auth: [password], port: 1883, bind: 127.0.0.1}}}} # one
mqttopia: 1
`

async function pretty(): Promise<string> {
  const { mqttopia, path } = commandLine({ 'a.yaml': UGLY })
  await mqttopia('fmt', 'a.yaml')
  return readFileSync(path('a.yaml'), 'utf8')
}

describe('fmt', () => {
  test('rewrites files in place, and names those that it changed', async () => {
    const { mqttopia, path } = commandLine({ 'a.yaml': UGLY, 'b/c.yaml': UGLY, 'd.yaml': await pretty() })
    expect(await mqttopia('fmt', 'a.yaml', 'b/c.yaml', 'd.yaml')).toEqual({
      exitCode: 0,
      stdout: 'a.yaml\nb/c.yaml\n',
      stderr: '',
    })
    const text = readFileSync(path('a.yaml'), 'utf8')
    expect(text).toMatch(/^mqttopia: 1\n# a shed\nbrokers: /)
    expect(text).toContain('# one')
    expect(readFileSync(path('b/c.yaml'), 'utf8')).toBe(text)
    expect(await mqttopia('fmt', 'a.yaml', 'b/c.yaml', 'd.yaml')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '',
    })
  })

  test('takes JSON too', async () => {
    const { mqttopia, path } = commandLine({ 'a.json': '{"brokers":{},"mqttopia":1}' })
    expect(await mqttopia('fmt', 'a.json')).toMatchObject({ exitCode: 0, stdout: 'a.json\n' })
    expect(readFileSync(path('a.json'), 'utf8')).toBe('{\n  "mqttopia": 1,\n  "brokers": {}\n}\n')
  })

  test('with --check writes nothing, and exits with 2 where it would', async () => {
    const files = { 'a.yaml': UGLY, 'b.yaml': await pretty() }
    const { mqttopia, folder } = commandLine(files)
    expect(await mqttopia('fmt', '--check', 'a.yaml', 'b.yaml')).toEqual({
      exitCode: 2,
      stdout: 'a.yaml\n',
      stderr: '',
    })
    expect(await mqttopia('fmt', '--check', 'b.yaml')).toEqual({ exitCode: 0, stdout: '', stderr: '' })
    expect(readFolder(folder)).toEqual(files)
  })

  test('keeps the mode of a file', async () => {
    const { mqttopia, path } = commandLine({ 'a.yaml': UGLY })
    chmodSync(path('a.yaml'), 0o606)
    const umask = process.umask(0o077)
    await mqttopia('fmt', 'a.yaml').finally(() => process.umask(umask))
    expect(modeOf(path('a.yaml'))).toBe('0606')
  })

  test('writes what a symbolic link points to, and keeps the link', async () => {
    const { mqttopia, path } = commandLine({ 'real/a.yaml': UGLY })
    symlinkSync('real/a.yaml', path('link.yaml'))
    expect(await mqttopia('fmt', 'link.yaml')).toMatchObject({ exitCode: 0, stdout: 'link.yaml\n' })
    expect(readlinkSync(path('link.yaml'))).toBe('real/a.yaml')
    expect(readFileSync(path('real/a.yaml'), 'utf8')).toBe(await pretty())
    expect(lstatSync(path('real/a.yaml')).isFile()).toBe(true)
  })
})

describe('fmt leaves alone', () => {
  test('a file that is no YAML, says where, and goes on with the next', async () => {
    const broken = 'mqttopia: 1\nbrokers: [\n'
    const { mqttopia, path } = commandLine({ 'a.yaml': broken, 'b.yaml': UGLY })
    const { exitCode, stdout, stderr } = await mqttopia('fmt', 'a.yaml', 'b.yaml')
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: 'b.yaml\n' })
    expect(stderr).toMatch(/^a\.yaml:\d+:\d+: error: /)
    expect(readFileSync(path('a.yaml'), 'utf8')).toBe(broken)
  })

  test.each([
    { file: 'gone.yaml', says: /^mqttopia: cannot read gone\.yaml: it does not exist/ },
    { file: 'folder', says: /^mqttopia: cannot read folder: it is a folder/ },
    { file: 'latin1.yaml', says: /^mqttopia: cannot format latin1\.yaml: it is not text in UTF-8\n$/ },
    {
      file: 'spec.ts',
      says: /^mqttopia: cannot format spec\.ts: it is a program; use the formatter of its language\n$/,
    },
  ])('$file, exits with 1, and goes on with the next', async ({ file, says }) => {
    const files = {
      'folder/x': '',
      'latin1.yaml': Buffer.from('name: caf\xe9\n', 'latin1'),
      'spec.ts': 'export default {}',
    }
    const { mqttopia, path } = commandLine({ ...files, 'b.yaml': UGLY })
    const { exitCode, stdout, stderr } = await mqttopia('fmt', file, 'b.yaml')
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: 'b.yaml\n' })
    expect(stderr).toMatch(says)
    expect(readFileSync(path('latin1.yaml'))).toEqual(files['latin1.yaml'])
  })
})

describe('replacing a file', () => {
  test('gives the new text, or leaves the old one and nothing else, whenever the disk fills up', () => {
    const probe = commandLine({ f: 'old' })
    const { fs, count } = countingFileSystem()
    replaceFile(probe.path('f'), 'new', fs)
    expect(count()).toBeGreaterThan(3)
    for (let index = 0; index < count(); index += 1) {
      const { path, folder } = commandLine({ f: 'old' })
      const failing = () => replaceFile(path('f'), 'new', failingFrom(index, 'ENOSPC').fs)
      expect(attempt(failing), `at change ${index}`).toEqual(
        readFolder(folder).f === 'new' ? 'done' : 'ENOSPC',
      )
      expect(Object.keys(readFolder(folder))).toEqual(['f'])
    }
  })

  test('is not kept from it by what a killed run left behind', () => {
    const { path, folder } = commandLine({ f: 'old' })
    writeFileSync(path('.f.999999.mqttopia'), 'ne')
    replaceFile(path('f'), 'new')
    expect(readFolder(folder)).toMatchObject({ f: 'new' })
  })
})

function attempt(work: () => void): unknown {
  try {
    work()
    return 'done'
  } catch (error) {
    return errorCode(error)
  }
}
