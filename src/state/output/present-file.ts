/** A file of the present output, opened for comparison with what should be there. Never follows a link. */

import { constants } from 'node:fs'
import { errorCode } from '../../diagnostics/failure.ts'
import type { FileSystem } from '../file-system.ts'

export interface PresentFile {
  /** Something has that name, whatever it is. */
  readonly exists: boolean
  /** It is a plain file with the right mode, so that only its content can differ. */
  readonly comparable: boolean
  readonly bytes: number
  readonly equals: (chunk: Uint8Array, offset: number) => boolean
  /** The first `bytes` bytes, in pieces. */
  readonly start: (bytes: number) => Iterable<Uint8Array>
  readonly close: () => void
}

const pieceBytes = 256 * 1024

export function openPresent(fs: FileSystem, path: string, mode: number): PresentFile {
  const stat = statOf(fs, path)
  if (stat === undefined) return incomparable(false)
  if (!stat.isFile() || (stat.mode & 0o7777) !== mode) return incomparable(true)
  const file = openReadable(fs, path)
  if (file === undefined) return incomparable(true)
  return {
    exists: true,
    comparable: true,
    bytes: stat.size,
    equals: (chunk, offset) => readAt(fs, file, offset, spaceFor(chunk.length)).equals(chunk),
    *start(bytes) {
      for (let at = 0; at < bytes; at += pieceBytes) {
        yield readAt(fs, file, at, spaceFor(Math.min(pieceBytes, bytes - at)))
      }
    },
    close: () => fs.closeSync(file),
  }
}

/** One for all, since a new one for each piece costs more than to read into it. */
let space = Buffer.alloc(0)

function spaceFor(length: number): Buffer {
  if (space.length < length) space = Buffer.allocUnsafe(Math.max(length, pieceBytes))
  return space.subarray(0, length)
}

function statOf(fs: FileSystem, path: string) {
  try {
    return fs.lstatSync(path)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return undefined
    throw error
  }
}

function openReadable(fs: FileSystem, path: string): number | undefined {
  try {
    return fs.openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  } catch (error) {
    if (['EACCES', 'ELOOP', 'ENOENT'].includes(errorCode(error) ?? '')) return undefined
    throw error
  }
}

/** Fills `bytes` from `offset` on; gives what could be filled: less where the file ends. */
export function readAt(fs: FileSystem, file: number, offset: number, bytes: Buffer): Buffer {
  let done = 0
  while (done < bytes.length) {
    const read = fs.readSync(file, bytes, done, bytes.length - done, offset + done)
    if (read === 0) break
    done += read
  }
  return bytes.subarray(0, done)
}

function incomparable(exists: boolean): PresentFile {
  return { exists, comparable: false, bytes: 0, equals: () => false, start: () => [], close: () => {} }
}
