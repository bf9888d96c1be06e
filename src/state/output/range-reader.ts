/** Reads ranges of a file that follow one another, a large piece at a time. */

import type { FileSystem } from '../file-system.ts'
import { readAt } from './present-file.ts'

/** What it gives is good until the next call. */
export function rangeReader(
  fs: FileSystem,
  file: number,
  windowBytes: number,
): (offset: number, length: number) => Buffer {
  const space = Buffer.allocUnsafe(windowBytes)
  let start = 0
  let window: Buffer = space.subarray(0, 0)
  return (offset, length) => {
    if (length > windowBytes) return readAt(fs, file, offset, Buffer.allocUnsafe(length))
    if (offset < start || offset + length > start + window.length) {
      window = readAt(fs, file, offset, space)
      start = offset
    }
    return window.subarray(offset - start, offset - start + length)
  }
}
