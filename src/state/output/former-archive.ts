/** A present archive that is remembered, opened to take parts from it. Never follows a link. */

import { constants } from 'node:fs'
import type { ZipPiece } from '../../files/zip.ts'
import type { FileSystem } from '../file-system.ts'
import type { ArchiveMemory } from './archive-memory.ts'
import { readAt } from './present-file.ts'

export interface FormerArchive {
  readonly memory: ArchiveMemory
  /** Parts that stand together; its bytes are good until the next piece is asked for. */
  readonly piece: (first: number, count: number) => ZipPiece
  readonly close: () => void
}

/** Bytes that are taken over at a time, unless a single part has more. Larger writes may cost Linux twice as much. */
export const largestRun = 128 * 1024

export function openFormer(fs: FileSystem, path: string, memory: ArchiveMemory): FormerArchive {
  const file = fs.openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  const space = { bytes: Buffer.allocUnsafe(largestRun), headers: Buffer.allocUnsafe(largestRun) }
  const read = (into: Buffer, start: number, length: number) =>
    readAt(fs, file, start, length > into.length ? Buffer.allocUnsafe(length) : into.subarray(0, length))
  const directory = memory.partCount === 0 ? 0 : memory.end(memory.partCount - 1)
  return {
    memory,
    piece(first, count) {
      const [from, to] = [memory.place(first), memory.place(first + count - 1)]
      const headersLength = to.headersOffset + to.headersLength - from.headersOffset
      return {
        offset: from.offset,
        bytes: read(space.bytes, from.offset, to.offset + to.length - from.offset),
        headers: read(space.headers, directory + from.headersOffset, headersLength),
      }
    },
    close: () => fs.closeSync(file),
  }
}
