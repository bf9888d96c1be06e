/**
 * Writes zip archives (PKWARE APPNOTE 6.3) as a stream of bytes that depend on the entries alone: stored, not
 * compressed (deflate's output differs between zlib versions), one fixed time, Unix modes. Zip64 where needed.
 */

import { crc32 } from 'node:zlib'
import type { Artifact } from './artifact.ts'
import { isArchive } from './artifact.ts'
import { artifactMode } from './artifact-mode.ts'
import { pathGuard } from './artifact-path.ts'
import { byteBlocks } from './byte-blocks.ts'
import { directoryHeader, type EntryFacts, endOfDirectory, localHeader, movedHeaders } from './zip-records.ts'

/** Pulls one entry at a time; what stays in memory is the central directory, about 100 bytes an entry. */
export function* zipChunks(entries: Iterable<Artifact>): Generator<Uint8Array> {
  const zip = zipWriter()
  const guard = pathGuard()
  for (const entry of entries) {
    guard(entry.path)
    yield* zip.add(entry)
  }
  yield* zip.end()
}

/** Entries that stand together in another archive, as they are there. */
export interface ZipPiece {
  /** Local headers and contents. */
  readonly bytes: Uint8Array
  /** Where they stand there. */
  readonly offset: number
  /** Of the central directory. */
  readonly headers: Buffer
}

export interface ZipWriter {
  /** Takes an entry in; gives the bytes that are complete now. */
  readonly add: (entry: Artifact) => readonly Uint8Array[]
  readonly addPiece: (piece: ZipPiece) => readonly Uint8Array[]
  readonly end: () => Iterable<Uint8Array>
  /** Bytes so far: of entries, and of their headers in the directory. */
  readonly length: () => number
  readonly headersLength: () => number
}

/** @param blockBytes size of the blocks that it gives; less than the default for a few small entries. */
export function zipWriter(blockBytes?: number): ZipWriter {
  const output = byteBlocks(blockBytes)
  const directory = byteBlocks(blockBytes)
  const directoryBlocks: Uint8Array[] = []
  let count = 0
  return {
    add(entry) {
      const content = contentOf(entry)
      const facts = factsOf(entry, content, output.length())
      directoryBlocks.push(...directory.add(directoryHeader(facts)))
      count += 1
      const full = output.add(localHeader(facts))
      return full.length === 0 ? output.add(content) : [...full, ...output.add(content)]
    },
    addPiece({ bytes, offset, headers }) {
      const { moved, count: entries } = movedHeaders(headers, output.length() - offset)
      directoryBlocks.push(...directory.add(moved))
      count += entries
      return output.add(bytes)
    },
    *end() {
      directoryBlocks.push(...directory.rest())
      yield* output.rest()
      yield* directoryBlocks
      yield endOfDirectory({ count, offset: output.length(), size: directory.length() })
    },
    length: output.length,
    headersLength: directory.length,
  }
}

function factsOf(entry: Artifact, content: Uint8Array, offset: number): EntryFacts {
  const { path } = entry
  return {
    name: Buffer.from(path),
    crc: crc32(content),
    size: content.length,
    mode: artifactMode(entry),
    offset,
  }
}

function contentOf({ content }: Artifact): Uint8Array {
  if (typeof content === 'string') return Buffer.from(content)
  return isArchive(content) ? Buffer.concat([...zipChunks(content.entries)]) : content
}
