/** A file of the new output, while it is written. */

import { dirname } from 'node:path'
import { errorCode } from '../../diagnostics/failure.ts'
import { type FileSystem, writeAll } from '../file-system.ts'
import { earlyFlush } from './early-flush.ts'
import { makeFolders } from './make-folders.ts'

export interface NewFile {
  readonly write: (chunk: Uint8Array) => void
  /** Says that all is written; with `sync`, it is on the disk then. */
  readonly end: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Makes it with exactly this mode, and the folders that it needs. */
export function newFile(fs: FileSystem, path: string, mode: number, sync: boolean): NewFile {
  const file = createFile(fs, path, mode)
  const flush = sync ? earlyFlush(fs, file) : undefined
  return {
    write(chunk) {
      writeAll(fs, file, chunk)
      flush?.wrote(chunk.length)
    },
    async end() {
      await flush?.end()
      if (sync) fs.fsyncSync(file)
    },
    async close() {
      await flush?.end().catch(() => {}) // said by `end`, unless something else has failed before
      fs.closeSync(file)
    },
  }
}

function createFile(fs: FileSystem, path: string, mode: number): number {
  const file = openNew(fs, path, mode)
  fs.fchmodSync(file, mode)
  return file
}

function openNew(fs: FileSystem, path: string, mode: number): number {
  try {
    return fs.openSync(path, 'wx', mode)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
    makeFolders(fs, dirname(path))
    return fs.openSync(path, 'wx', mode)
  }
}
