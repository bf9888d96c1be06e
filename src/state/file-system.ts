/**
 * The file operations of this folder, as a value: tests put a full disk, a missing permission or a power cut
 * behind it. Synchronous, because a fleet is written as many small files and the thread pool would cost more
 * than the files.
 */

import * as fs from 'node:fs'
import { errorCode } from '../diagnostics/failure.ts'

export type FileSystem = Readonly<
  Pick<
    typeof fs,
    | 'chmodSync'
    | 'closeSync'
    | 'copyFileSync'
    | 'existsSync'
    | 'fchmodSync'
    | 'fdatasync'
    | 'fsyncSync'
    | 'linkSync'
    | 'lstatSync'
    | 'mkdirSync'
    | 'openSync'
    | 'readFileSync'
    | 'readSync'
    | 'readdirSync'
    | 'readlinkSync'
    | 'renameSync'
    | 'rmSync'
    | 'rmdirSync'
    | 'statSync'
    | 'symlinkSync'
    | 'unlinkSync'
    | 'writeSync'
  >
>

export const nodeFileSystem: FileSystem = fs

/** Writes all of `bytes`: a single write may stop short. */
export function writeAll(fs: FileSystem, file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += fs.writeSync(file, bytes, done, bytes.length - done)
}

/** Makes what was renamed into or out of a folder survive a power cut. */
export function syncFolder(fs: FileSystem, folder: string): void {
  const handle = fs.openSync(folder, 'r')
  try {
    fs.fsyncSync(handle)
  } finally {
    fs.closeSync(handle)
  }
}

/** Creates the file anew with exactly this mode, whatever the umask, and (with `sync`) hands its content to the disk. */
export function writeNewFile(
  fs: FileSystem,
  path: string,
  mode: number,
  chunks: Iterable<Uint8Array>,
  sync = true,
): void {
  const file = fs.openSync(path, 'wx', mode)
  try {
    fs.fchmodSync(file, mode)
    for (const chunk of chunks) writeAll(fs, file, chunk)
    if (sync) fs.fsyncSync(file)
  } finally {
    fs.closeSync(file)
  }
}

/** Creates one folder with exactly this mode; one that is there already is left as it is. */
export function makeFolder(fs: FileSystem, path: string, mode: number): void {
  try {
    fs.mkdirSync(path, mode)
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return
    throw error
  }
  fs.chmodSync(path, mode)
}

/** Pipes and devices have no size to look at; `undefined` when there is more than `most` bytes. */
export function readUpTo(fs: FileSystem, path: string, most: number): Buffer | undefined {
  const file = fs.openSync(path, 'r')
  try {
    const parts: Buffer[] = []
    for (let length = 0; length <= most; ) {
      const part = Buffer.alloc(16 * 1024)
      const read = fs.readSync(file, part)
      if (read === 0) return Buffer.concat(parts)
      parts.push(part.subarray(0, read))
      length += read
    }
    return undefined
  } finally {
    fs.closeSync(file)
  }
}

/** The content of a file, if there is one. */
export function readPresent(fs: FileSystem, file: string): Buffer | undefined {
  try {
    return fs.readFileSync(file)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}
