/** The folder `cache/` in the state folder: what is remembered there is never needed, and no business of git's. */

import { hash } from 'node:crypto'
import { join } from 'node:path'
import { errorCode } from '../diagnostics/failure.ts'
import { type FileSystem, makeFolder, writeNewFile } from './file-system.ts'

export function makeCacheFolder(fs: FileSystem, folder: string): void {
  makeFolder(fs, folder, 0o700)
  const ignore = join(folder, '.gitignore')
  if (!fs.existsSync(ignore)) replaceCached(fs, ignore, Buffer.from('*\n'))
}

/** What {@link replaceSummed} wrote there; `undefined` for anything else. */
export function readSummed(fs: FileSystem, file: string): Buffer | undefined {
  try {
    const bytes = fs.readFileSync(file)
    const content = bytes.subarray(sumLength)
    return hash('sha256', content) === bytes.toString('latin1', 0, sumLength) ? content : undefined
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    return undefined
  }
}

/** With a sum before it, so that damage shows: the disk is not waited for. */
export function replaceSummed(fs: FileSystem, file: string, content: Uint8Array): void {
  replaceCached(fs, file, Buffer.concat([Buffer.from(hash('sha256', content)), content]), false)
}

const sumLength = 64

/** @param sync whether the disk is waited for; what has a sum of its own can do without. */
export function replaceCached(fs: FileSystem, file: string, content: Uint8Array, sync = true): void {
  const fresh = `${file}.new`
  fs.rmSync(fresh, { force: true })
  writeNewFile(fs, fresh, 0o600, [content], sync)
  fs.renameSync(fresh, file)
}
