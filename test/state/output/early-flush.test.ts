import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Failure } from '../../../src/diagnostics/failure.ts'
import { type FileSystem, nodeFileSystem } from '../../../src/state/file-system.ts'
import { earlyFlush } from '../../../src/state/output/early-flush.ts'
import { writeOutput } from '../../../src/state/output/write-output.ts'
import { readFolder, tempFolder } from '../support/temp-folder.ts'

const mebibytes = 1024 * 1024

type Ended = (error: Error | null) => void

/** A disk that ends each flush when it is told to. */
function slowDisk() {
  const asked: Ended[] = []
  const fdatasync = (_: number, ended: Ended) => asked.push(ended)
  return { asked, fs: { ...nodeFileSystem, fdatasync } as unknown as FileSystem }
}

const broken = Object.assign(new Error('EIO: simulated'), { code: 'EIO', syscall: 'fdatasync' })

describe('a file that is flushed early', () => {
  test('is handed to the disk in large pieces, one at a time', async () => {
    const { asked, fs } = slowDisk()
    const flush = earlyFlush(fs, 0)
    flush.wrote(63 * mebibytes)
    expect(asked).toHaveLength(0)
    flush.wrote(mebibytes)
    flush.wrote(200 * mebibytes)
    expect(asked).toHaveLength(1)
    asked[0]?.(null)
    flush.wrote(1)
    expect(asked).toHaveLength(2)
    asked[1]?.(null)
    await flush.end()
  })

  test('ends when its last piece is there', async () => {
    const { asked, fs } = slowDisk()
    const flush = earlyFlush(fs, 0)
    flush.wrote(64 * mebibytes)
    let ended = false
    const end = flush.end().then(() => {
      ended = true
    })
    await new Promise(setImmediate)
    expect(ended).toBe(false)
    asked[0]?.(null)
    await end
  })

  test('fails where any of its pieces has failed', async () => {
    const { asked, fs } = slowDisk()
    const flush = earlyFlush(fs, 0)
    flush.wrote(64 * mebibytes)
    asked[0]?.(broken)
    flush.wrote(64 * mebibytes)
    asked[1]?.(null)
    await expect(flush.end()).rejects.toBe(broken)
  })
})

test('an output of which a disk does not take the first part is a failure, and the old one stays', async () => {
  const folder = join(tempFolder(), 'build')
  const large = (size: number) => [{ path: 'a.bin', content: Buffer.alloc(size, 'x'), secret: false }]
  await writeOutput(large(1), { folder })
  const before = readFolder(join(folder, '..'))
  const fdatasync = (_: number, ended: Ended) => setImmediate(() => ended(broken))
  const fs = { ...nodeFileSystem, fdatasync } as unknown as FileSystem
  await expect(writeOutput(large(65 * mebibytes), { folder, fs })).rejects.toThrow(Failure)
  expect(readFolder(join(folder, '..'))).toEqual(before)
  await writeOutput(large(65 * mebibytes), { folder })
  expect(readFileSync(join(folder, 'a.bin'))).toHaveLength(65 * mebibytes)
})
