/** Puts files into a folder that may hold others: each is the old one or the new one, and right ones are left alone. */

import { dirname, join } from 'node:path'
import { orFail } from '../../diagnostics/failure.ts'
import { type FileSystem, nodeFileSystem, writeAll } from '../file-system.ts'
import { openPresent } from './present-file.ts'

export interface PlacedFile {
  /** Relative to the folder. */
  readonly path: string
  readonly content: Uint8Array
  /** Mode 0600. */
  readonly secret?: boolean
}

/** Gives how many were written. They can be made again, so the disk is not waited for. */
export function placeFiles(
  folder: string,
  files: Iterable<PlacedFile>,
  fs: FileSystem = nodeFileSystem,
): Promise<number> {
  return orFail(`write ${folder}`, () => {
    let written = 0
    for (const file of files) {
      const path = join(folder, file.path)
      const mode = file.secret === true ? 0o600 : 0o644
      if (isRight(fs, path, mode, file.content)) continue
      fs.mkdirSync(dirname(path), { recursive: true })
      replace(fs, path, mode, file.content)
      written += 1
    }
    return written
  })
}

function isRight(fs: FileSystem, path: string, mode: number, content: Uint8Array): boolean {
  const present = openPresent(fs, path, mode)
  try {
    return present.comparable && present.bytes === content.length && present.equals(content, 0)
  } finally {
    present.close()
  }
}

function replace(fs: FileSystem, path: string, mode: number, content: Uint8Array): void {
  const fresh = `${path}.${process.pid}.mqttopia`
  try {
    const file = fs.openSync(fresh, 'wx', mode)
    try {
      fs.fchmodSync(file, mode)
      writeAll(fs, file, content)
    } finally {
      fs.closeSync(file)
    }
    fs.renameSync(fresh, path)
  } catch (error) {
    fs.rmSync(fresh, { force: true })
    throw error
  }
}
