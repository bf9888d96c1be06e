/** Replaces the text of a file: its readers see the old text or the new one, never half of it. */

import { realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type FileSystem, nodeFileSystem, writeNewFile } from '../state/file-system.ts'

/** Symbolic links stay and the file keeps its mode. Throws what the file system throws; the old text is intact then. */
export function replaceFile(path: string, text: string, fs: FileSystem = nodeFileSystem): void {
  const file = realpathSync(path)
  const fresh = join(dirname(file), `.${basename(file)}.${process.pid}.mqttopia`)
  try {
    writeNewFile(fs, fresh, fs.statSync(file).mode & 0o7777, [Buffer.from(text)])
    fs.renameSync(fresh, file)
  } catch (error) {
    fs.rmSync(fresh, { force: true })
    throw error
  }
}
