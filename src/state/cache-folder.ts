/** The folder `cache/` in the state folder: what is remembered there is never needed, and no business of git's. */

import { join } from 'node:path'
import { type FileSystem, makeFolder, writeNewFile } from './file-system.ts'

export function makeCacheFolder(fs: FileSystem, folder: string): void {
  makeFolder(fs, folder, 0o700)
  const ignore = join(folder, '.gitignore')
  if (!fs.existsSync(ignore)) replaceCached(fs, ignore, Buffer.from('*\n'))
}

/** @param sync whether the disk is waited for; what has a sum of its own can do without. */
export function replaceCached(fs: FileSystem, file: string, content: Uint8Array, sync = true): void {
  const fresh = `${file}.new`
  fs.rmSync(fresh, { force: true })
  writeNewFile(fs, fresh, 0o600, [content], sync)
  fs.renameSync(fresh, file)
}
