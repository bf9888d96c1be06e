import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Failure } from '../../src/diagnostics/failure.ts'
import { describeArtifacts } from '../../src/files/digest.ts'
import { parseManifest } from '../../src/files/manifest.ts'
import { isUnchanged, writeOutput } from '../../src/state/output/write-output.ts'
import { bundled } from '../support/bundled.ts'
import { countingFileSystem, failingFrom, PowerCut, powerCutAt } from './support/faulty-file-system.ts'
import { generation } from './support/generation.ts'
import { killAtRandom, startScript } from './support/kill-rounds.ts'
import { readFolder, tempFolder } from './support/temp-folder.ts'

const WRITE_GENERATIONS = bundled('test/state/support/write-generations.ts')

let first: string

beforeAll(async () => {
  first = mkdtempSync(join(tmpdir(), 'mqttopia-first-'))
  await writeOutput(generation(1), { folder: join(first, 'build') })
})

afterAll(() => rmSync(first, { recursive: true }))

/** A folder with generation 1 in its `build`; a copy, since to write it for each test would cost most of them. */
function withFirstGeneration(): { readonly parent: string; readonly folder: string } {
  const parent = tempFolder()
  const folder = join(parent, 'build')
  cpSync(join(first, 'build'), folder, { recursive: true, preserveTimestamps: true })
  return { parent, folder }
}

/** How many changes writing generation 2 over generation 1 makes. */
async function countChanges(): Promise<number> {
  const { folder } = withFirstGeneration()
  const counting = countingFileSystem()
  await writeOutput(generation(2), { folder, fs: counting.fs })
  return counting.count()
}

/** Which generation the folder holds, all of it and nothing else; throws for a mixture. */
async function generationIn(folder: string): Promise<number> {
  const found = /generation (\d+)/.exec(readFolder(folder)['brokers/core/mosquitto.conf'] ?? '')
  const index = Number(found?.[1])
  const change = await writeOutput(generation(index), { folder, check: true })
  expect(isUnchanged(change), JSON.stringify(change)).toBe(true)
  return index
}

describe.each(['ENOSPC', 'EACCES'] as const)('%s at any change', (code) => {
  test('is a clear failure, the old output is intact, and nothing is left over', async () => {
    const total = await countChanges()
    let failures = 0
    for (let index = 0; index < total; index += 1) {
      const { parent, folder } = withFirstGeneration()
      const { fs } = failingFrom(index, code)
      const failure = await writeOutput(generation(2), { folder, fs }).catch((error: unknown) => error)
      if (!(failure instanceof Error)) continue // what failed came after the swap and needs nothing
      failures += 1
      expect(failure).toBeInstanceOf(Failure)
      expect(failure.message).toMatch(/^cannot write .*build: (the disk is full|permission denied)/)
      expect([1, 2]).toContain(await generationIn(folder))
      expect(readdirSync(parent)).toEqual(['build'])
      await writeOutput(generation(2), { folder })
      expect(await generationIn(folder)).toBe(2)
    }
    expect(failures).toBeGreaterThan(10)
  })
})

test('a power cut at any change leaves the old output or the new one, and the next run succeeds', async () => {
  const total = await countChanges()
  const seen = new Set<number | 'between'>()
  for (let index = 0; index < total; index += 1) {
    const { parent, folder } = withFirstGeneration()
    const write = writeOutput(generation(2), { folder, fs: powerCutAt(index).fs })
    await expect(write).rejects.toThrow(PowerCut)
    seen.add(existsSync(folder) ? await generationIn(folder) : 'between')
    releaseOf(parent)
    await writeOutput(generation(3), { folder })
    expect(await generationIn(folder)).toBe(3)
    expect(readdirSync(parent)).toEqual(['build'])
  }
  expect(seen).toEqual(new Set([1, 'between', 2]))
})

/** The process that died is this one and lives on: its lock is handed over by hand. */
function releaseOf(parent: string): void {
  const work = join(parent, '.build.mqttopia')
  if (!existsSync(work)) return
  const { fs } = countingFileSystem()
  for (const name of readdirSync(work)) {
    if (name.startsWith('running')) fs.rmSync(join(work, name), { recursive: true })
  }
}

test('a swap that was cut between its renames is undone by the next run, even by one that fails', async () => {
  const { parent, folder } = withFirstGeneration()
  const total = await countChanges()
  for (let index = 0; existsSync(folder) && index < total; index += 1) {
    await writeOutput(generation(2), { folder, fs: powerCutAt(index).fs }).catch(() => {})
    releaseOf(parent)
  }
  expect(existsSync(folder)).toBe(false)
  const [first] = generation(2)
  if (first === undefined) throw new Error('a generation has files')
  await expect(writeOutput([first, first], { folder })).rejects.toThrow(RangeError)
  expect(await generationIn(folder)).toBe(1)
})

test('kill -9 at random moments leaves old or new; the next process goes on', async () => {
  const parent = tempFolder()
  const folder = join(parent, 'build')
  let killed = 0
  for (let round = 0; round < 24; round += 1) {
    const child = await startScript(WRITE_GENERATIONS, folder, String(round * 1000))
    if (await killAtRandom(child, 120)) killed += 1
    if (existsSync(folder)) await generationIn(folder)
  }
  expect(killed).toBeGreaterThan(12)
  await writeOutput(generation(7), { folder })
  expect(await generationIn(folder)).toBe(7)
  expect(readdirSync(parent)).toEqual(['build'])
}, 180_000)

test('two processes at once write one after the other', async () => {
  const parent = tempFolder()
  const folder = join(parent, 'build')
  const children = await Promise.all([
    startScript(WRITE_GENERATIONS, folder, '0'),
    startScript(WRITE_GENERATIONS, folder, '5000'),
  ])
  for (let i = 0; i < 30; i += 1) {
    const waits: string[] = []
    await writeOutput(generation(i), { folder, onProgress: ({ note }) => note && waits.push(note) })
  }
  for (const child of children) expect(child.exitCode, 'neither has failed').toBeNull()
  await Promise.all(children.map((child) => killAtRandom(child, 0)))
  await writeOutput(generation(1), { folder })
  expect(await generationIn(folder)).toBe(1)
}, 60_000)

test('the manifest lists what a full write gave', async () => {
  const folder = join(tempFolder(), 'build')
  await writeOutput(generation(1), { folder })
  await writeOutput(generation(2), { folder })
  expect(parseManifest(readFolder(folder)['manifest.json'] ?? '')).toEqual(describeArtifacts(generation(2)))
})
