import { hash } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type ArchiveParts, archiveOf } from '../../../src/files/artifact.ts'
import { nodeFileSystem } from '../../../src/state/file-system.ts'
import { factsDigest, folderFacts } from '../../../src/state/folder-facts.ts'
import { writeOutput } from '../../../src/state/output/write-output.ts'
import { tempFolder } from '../support/temp-folder.ts'

describe('parts of a former archive', () => {
  const paths = Array.from({ length: 100 }, (_, i) => `p${i}`)

  /** More in all than is taken over at a time, and so is one alone. */
  const sizeOf = (part: number) => (part === 7 ? 300_000 : 5000)

  /**
   * Writes an archive of parts that hold `say`; gives those that were asked for their digest, those that were made, and
   * its bytes.
   *
   * @param told what digests are made of: of a program that is right, what parts hold.
   */
  async function write(
    folder: string,
    say: string,
    parts: Parts,
    memory: boolean,
    lastDigest = factsDigest(folderFacts(nodeFileSystem, join(folder, 'build'))),
    told = say,
  ) {
    const asked: string[] = []
    const made: string[] = []
    const names = parts.map(([path]) => path)
    const nameOf = (part: number) => names[part] ?? ''
    const archive: ArchiveParts = {
      paths: names,
      digest(part) {
        asked.push(nameOf(part))
        return hash('sha256', nameOf(part) + told, 'binary').slice(0, 16)
      },
      isUnchanged: (part) => parts[part]?.[1] ?? false,
      entries(part) {
        made.push(nameOf(part))
        return [{ path: nameOf(part), content: say.repeat(sizeOf(part)), secret: false }]
      },
    }
    const artifact = { path: 'a.zip', content: archiveOf(() => archive), secret: true }
    const options = {
      folder: join(folder, 'build'),
      memory: { folder: join(folder, 'cache'), producer: '1' },
      lastDigest,
    }
    await writeOutput([artifact], memory ? options : { folder: options.folder })
    return { asked, made, bytes: readFileSync(join(folder, 'build/a.zip'), 'latin1') }
  }
  type Parts = readonly (readonly [path: string, unchanged: boolean])[]
  const all = (unchanged: boolean): Parts => paths.map((path) => [path, unchanged])
  const withNew: Parts = [...all(true).slice(0, 50), ['new', false], ...all(true).slice(50)]

  test('are neither made nor asked for their digests where they say that they are the former ones', async () => {
    const [folder, other] = [tempFolder(), tempFolder()]
    expect((await write(folder, 'x', all(false), true)).asked).toEqual(paths)
    const { asked, made, bytes } = await write(folder, 'x', withNew, true)
    expect({ asked, made: new Set(made) }).toEqual({ asked: ['new'], made: new Set(['new']) })
    expect(bytes).toBe((await write(other, 'x', withNew, false)).bytes)
    expect((await write(folder, 'x', all(false), true)).asked).toEqual(paths)
  })

  test('are asked for their digests where no part of their path is remembered', async () => {
    const folder = tempFolder()
    await write(folder, 'x', all(false), true)
    const renamed: Parts = all(true).map(([path, unchanged]) => [path === 'p50' ? 'P50' : path, unchanged])
    expect((await write(folder, 'x', renamed, true)).asked).toEqual(['P50'])
    rmSync(join(folder, 'cache'), { recursive: true })
    expect((await write(folder, 'x', all(true), true)).asked).toEqual(paths)
  })

  test('are asked for their digests where the output is not the one that they speak of', async () => {
    const folder = tempFolder()
    await write(folder, 'x', all(false), true)
    expect((await write(folder, 'x', all(true), true, 'of another output')).asked).toEqual(paths)
  })

  test('are all made anew where some prove to be others than their digests say', async () => {
    const folder = tempFolder()
    await write(folder, 'x', all(false), true)
    const parts: Parts = paths.map((path, i) => [path, i < 50])
    const { bytes } = await write(folder, 'y', parts, true, undefined, 'x')
    expect(bytes).toBe((await write(tempFolder(), 'y', all(false), false)).bytes)
  })
})
