import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Failure } from '../../../src/diagnostics/failure.ts'
import type { Artifact } from '../../../src/files/artifact.ts'
import { describeArtifacts } from '../../../src/files/digest.ts'
import { parseManifest } from '../../../src/files/manifest.ts'
import { isUnchanged, writeOutput } from '../../../src/state/output/write-output.ts'
import { generation } from '../support/generation.ts'
import { modeOf, readFolder, tempFolder } from '../support/temp-folder.ts'

const text = (path: string, content: string, secret = false): Artifact => ({ path, content, secret })

function outputFolder(): { readonly parent: string; readonly folder: string } {
  const parent = tempFolder()
  return { parent, folder: join(parent, 'build') }
}

const some = [text('a.conf', 'one'), text('keys/a.key', 'secret', true)]

describe('writeOutput', () => {
  test('makes the folder, with a manifest of what is in it', async () => {
    const { parent, folder } = outputFolder()
    const change = await writeOutput(generation(1), { folder })
    const { 'manifest.json': manifest = '', ...files } = readFolder(folder)
    expect(files).toMatchObject({
      'brokers/core/static.conf': 'always the same\n',
      'only-1/here.txt': expect.stringContaining('generation 1'),
    })
    expect(parseManifest(manifest)).toEqual(describeArtifacts(generation(1)))
    expect(change).toMatchObject({ changed: [], removed: [], foreign: [], fileCount: 5 })
    expect(change.added).toEqual([...Object.keys(files), 'manifest.json'].sort())
    expect(readdirSync(parent)).toEqual(['build'])
  })

  test.each([0o000, 0o022, 0o077, 0o277])('gives each file its mode under umask %o', async (mask) => {
    const { folder } = outputFolder()
    const before = process.umask(mask)
    try {
      const run: Artifact = { path: 'bin/run.sh', content: '#!', secret: false, executable: true }
      await writeOutput([...some, run], { folder })
    } finally {
      process.umask(before)
    }
    const modes = ['.', 'a.conf', 'keys', 'keys/a.key', 'bin/run.sh', 'manifest.json'].map((path) =>
      modeOf(join(folder, path)),
    )
    expect(modes).toEqual(['0755', '0644', '0755', '0600', '0755', '0600'])
  })

  test('does not touch an output that is right', async () => {
    const { folder } = outputFolder()
    await writeOutput(generation(1), { folder })
    const inodes = () =>
      readdirSync(folder, { recursive: true }).map((path) => statSync(join(folder, String(path))).ino)
    utimesSync(folder, 1, 1)
    const before = inodes()
    const change = await writeOutput(generation(1), { folder })
    expect(isUnchanged(change)).toBe(true)
    expect(inodes()).toEqual(before)
    expect(statSync(folder).mtimeMs).toBe(1000)
  })

  test('replaces what changed and drops what is wanted no more', async () => {
    const { folder } = outputFolder()
    await writeOutput([...some, text('old.conf', '')], { folder })
    const change = await writeOutput([text('a.conf', 'two'), ...some.slice(1), text('new.conf', '')], {
      folder,
    })
    expect(change).toMatchObject({
      added: ['new.conf'],
      changed: ['a.conf', 'manifest.json'],
      removed: ['old.conf'],
    })
    const { 'manifest.json': _, ...files } = readFolder(folder)
    expect(files).toEqual({ 'a.conf': 'two', 'keys/a.key': 'secret', 'new.conf': '' })
  })

  test.each<[string, (folder: string) => void, string, 'added' | 'changed']>([
    ['an edit', (folder) => writeFileSync(join(folder, 'a.conf'), 'eno'), 'a.conf', 'changed'],
    ['a longer file', (folder) => writeFileSync(join(folder, 'a.conf'), 'one more'), 'a.conf', 'changed'],
    ['a truncated file', (folder) => writeFileSync(join(folder, 'a.conf'), ''), 'a.conf', 'changed'],
    ['a lost file', (folder) => rmSync(join(folder, 'a.conf')), 'a.conf', 'added'],
    ['a lost folder', (folder) => rmSync(join(folder, 'keys'), { recursive: true }), 'keys/a.key', 'added'],
    ['a wrong mode', (folder) => chmodSync(join(folder, 'keys/a.key'), 0o644), 'keys/a.key', 'changed'],
    [
      'a link in the place of a file',
      (folder) => {
        renameSync(join(folder, 'a.conf'), join(folder, '../elsewhere'))
        symlinkSync('../elsewhere', join(folder, 'a.conf'))
      },
      'a.conf',
      'changed',
    ],
    [
      'a folder in the place of a file',
      (folder) => {
        rmSync(join(folder, 'a.conf'))
        mkdirSync(join(folder, 'a.conf'))
      },
      'a.conf',
      'changed',
    ],
  ])('notices and mends %s', async (_, edit, path, kind) => {
    const { folder } = outputFolder()
    await writeOutput(some, { folder })
    const before = readFolder(folder)
    edit(folder)
    const check = await writeOutput(some, { folder, check: true })
    expect(check).toMatchObject({ added: [], changed: [], removed: [], foreign: [], [kind]: [path] })
    expect(await writeOutput(some, { folder })).toEqual(check)
    expect(readFolder(folder)).toEqual(before)
    expect(modeOf(join(folder, 'keys/a.key'))).toBe('0600')
  })

  test('an edit of a file with other names elsewhere leaves those alone', async () => {
    const { parent, folder } = outputFolder()
    await writeOutput(some, { folder })
    linkSync(join(folder, 'a.conf'), join(parent, 'kept'))
    await writeOutput([text('a.conf', 'two')], { folder })
    expect(readFolder(parent).kept).toBe('one')
  })

  test('puts the folder behind a symbolic link in place, and keeps the link', async () => {
    const { parent, folder } = outputFolder()
    mkdirSync(join(parent, 'real'))
    symlinkSync('real/out', folder)
    await writeOutput(some, { folder })
    await writeOutput([text('a.conf', 'two')], { folder })
    expect(readdirSync(parent).sort()).toEqual(['build', 'real'])
    expect(readdirSync(join(parent, 'real'))).toEqual(['out'])
    expect(readFolder(join(parent, 'real/out'))['a.conf']).toBe('two')
  })

  test('keeps the mode that somebody gave the folder', async () => {
    const { folder } = outputFolder()
    mkdirSync(folder)
    chmodSync(folder, 0o750)
    await writeOutput(some, { folder })
    await writeOutput([text('b', '')], { folder })
    expect(modeOf(folder)).toBe('0750')
  })

  test('reports progress by the file', async () => {
    const { folder } = outputFolder()
    const done: number[] = []
    await writeOutput(some, { folder, onProgress: (progress) => done.push(progress.done) })
    expect(done).toEqual([1, 2])
  })
})

describe('check', () => {
  test('writes nothing, and says what a run would do', async () => {
    const { parent, folder } = outputFolder()
    expect(await writeOutput(some, { folder, check: true })).toMatchObject({
      added: ['a.conf', 'keys/a.key', 'manifest.json'],
      fileCount: 2,
    })
    expect(readdirSync(parent)).toEqual([])
    await writeOutput(some, { folder })
    const before = readFolder(parent)
    const change = await writeOutput([text('a.conf', 'two')], { folder, check: true })
    expect(change).toMatchObject({ changed: ['a.conf', 'manifest.json'], removed: ['keys/a.key'] })
    expect(readFolder(parent)).toEqual(before)
  })

  test('names files of somebody else', async () => {
    const { folder } = outputFolder()
    await writeOutput(some, { folder })
    writeFileSync(join(folder, 'keys/notes.txt'), '')
    const change = await writeOutput(some, { folder, check: true })
    expect(change).toMatchObject({ added: [], changed: [], removed: [], foreign: ['keys/notes.txt'] })
    expect(isUnchanged(change)).toBe(false)
  })
})

describe('refuses', () => {
  test.each<[string, (folder: string) => void, RegExp]>([
    ['a file', (folder) => writeFileSync(folder, 'text'), /build: it is a file/],
    [
      'a folder that mqttopia did not make',
      (folder) => {
        mkdirSync(folder)
        writeFileSync(join(folder, 'thesis.txt'), '')
      },
      /it holds files that mqttopia did not make; name another folder/,
    ],
    [
      'a folder with another program’s manifest',
      (folder) => {
        mkdirSync(folder)
        writeFileSync(join(folder, 'manifest.json'), '{"name":"app"}')
      },
      /its manifest.json is damaged or not one of mqttopia's/,
    ],
    ['a link to itself', (folder) => symlinkSync('build', folder), /its symbolic links lead nowhere/],
  ])('%s', async (_, prepare, message) => {
    const { parent, folder } = outputFolder()
    prepare(folder)
    const before = readdirSync(parent, { recursive: true })
    const failure = await writeOutput(some, { folder }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Failure)
    expect(String(failure)).toMatch(message)
    expect(readdirSync(parent, { recursive: true })).toEqual(before)
  })

  test('a folder whose parent is missing', async () => {
    const { parent } = outputFolder()
    const write = writeOutput(some, { folder: join(parent, 'no/build') })
    await expect(write).rejects.toThrow(/the folder .*\/no does not exist/)
  })

  test('to delete files of somebody else', async () => {
    const { folder } = outputFolder()
    await writeOutput(some, { folder })
    for (const name of ['a', 'b', 'c', 'd']) writeFileSync(join(folder, name), '')
    const before = readFolder(folder)
    const write = writeOutput([text('a.conf', 'two')], { folder })
    await expect(write).rejects.toThrow('mqttopia did not make a, b, c and 1 more in it')
    expect(readFolder(folder)).toEqual(before)
  })

  test.each([
    ['../escaped', /has the step/],
    ['manifest.json', /collide/],
    ['Manifest.json', /collide/],
    ['a.conf', /collide/],
  ])('the path %j: a bug of the emitter, with the old output intact', async (path, message) => {
    const { parent, folder } = outputFolder()
    await writeOutput(some, { folder })
    const before = readFolder(parent)
    await expect(writeOutput([...some, text(path, '')], { folder })).rejects.toThrow(message)
    expect(readFolder(parent)).toEqual(before)
  })
})

test('artifacts are pulled one at a time, and an emitter that throws leaves the old output', async () => {
  const { parent, folder } = outputFolder()
  await writeOutput(some, { folder })
  const before = readFolder(parent)
  function* failing(): Iterable<Artifact> {
    yield text('a.conf', 'two')
    expect(existsSync(join(parent, '.build.mqttopia/new/a.conf'))).toBe(true)
    throw new TypeError('a bug')
  }
  await expect(writeOutput(failing(), { folder })).rejects.toThrow(TypeError)
  expect(readFolder(parent)).toEqual(before)
})
