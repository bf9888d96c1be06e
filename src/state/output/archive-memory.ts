/**
 * What is remembered of a large archive that was written: where in it each part stands, so that the next run makes
 * only those that have changed. It is never needed, and believed only of the very file that was written: its size,
 * number and times must be the same. Whoever edits the file changes its `ctime`, which no program can set back.
 *
 *     a head as JSON, a line break, 36 bytes for each part, a line with the path of each part, SHA-256 of it all
 */

import { createHash } from 'node:crypto'
import type { PartPlace } from '../../files/zip-parts.ts'

export interface ArchiveMemory {
  /** Of the whole archive, in hexadecimal. */
  readonly sha256: string
  readonly bytes: number
  /** Of the file that it was written to. */
  readonly identity: string
  readonly partCount: number
  readonly digest: (index: number) => string
  readonly hasDigest: (index: number, digest: string) => boolean
  readonly place: (index: number) => PartPlace
  /** Where its entries end. */
  readonly end: (index: number) => number
  readonly parts: PackedParts
}

/** As they are remembered, whatever the identity of the archive. */
export interface PackedParts {
  readonly paths: readonly string[]
  /** Their digests and places. */
  readonly packed: Buffer
}

const digestLength = 16
const offsetAt = digestLength
const lengthAt = offsetAt + 6
const headersOffsetAt = lengthAt + 4
const headersLengthAt = headersOffsetAt + 6
const recordLength = headersLengthAt + 4
const sumLength = 32
const version = 2

/** Packs the places of parts in turn. */
export interface PlacePacker {
  readonly add: (place: PartPlace, digest: string) => void
  /** Those of `count` parts from `first` on, where the first of them stands elsewhere now. */
  readonly addRun: (
    memory: ArchiveMemory,
    run: { readonly first: number; readonly count: number },
    at: Pick<PartPlace, 'offset' | 'headersOffset'>,
  ) => void
  readonly packed: () => Buffer
}

export function placePacker(partCount: number): PlacePacker {
  const packed = Buffer.alloc(partCount * recordLength)
  let at = 0
  const move = (field: number, distance: number) =>
    packed.writeUIntLE(packed.readUIntLE(field, 6) + distance, field, 6)
  return {
    add(place, digest) {
      packed.write(digest, at, digestLength, 'latin1')
      packed.writeUIntLE(place.offset, at + offsetAt, 6)
      packed.writeUInt32LE(place.length, at + lengthAt)
      packed.writeUIntLE(place.headersOffset, at + headersOffsetAt, 6)
      packed.writeUInt32LE(place.headersLength, at + headersLengthAt)
      at += recordLength
    },
    addRun(memory, { first, count }, to) {
      const from = memory.place(first)
      memory.parts.packed.copy(packed, at, first * recordLength, (first + count) * recordLength)
      for (const end = at + count * recordLength; at < end; at += recordLength) {
        move(at + offsetAt, to.offset - from.offset)
        move(at + headersOffsetAt, to.headersOffset - from.headersOffset)
      }
    },
    packed: () => packed,
  }
}

export type MemoryHead = Pick<ArchiveMemory, 'sha256' | 'bytes' | 'identity'> & {
  /** What the program is known by. */
  readonly producer: string
}

interface Head extends MemoryHead {
  readonly version: number
  readonly partCount: number
}

export function encodeMemory(head: MemoryHead, { paths, packed }: PackedParts): Buffer {
  const { sha256, bytes, identity, producer } = head
  const facts: Head = { version, producer, identity, sha256, bytes, partCount: paths.length }
  const body = [Buffer.from(`${JSON.stringify(facts)}\n`), packed, Buffer.from(paths.join('\n'))]
  const sum = createHash('sha256')
  for (const piece of body) sum.update(piece)
  return Buffer.concat([...body, sum.digest()])
}

/** `undefined` for anything that {@link encodeMemory} of this `producer` did not write. */
export function decodeMemory(file: Buffer, producer: string): ArchiveMemory | undefined {
  const body = file.subarray(0, -sumLength)
  if (!createHash('sha256').update(body).digest().equals(file.subarray(-sumLength))) return undefined
  const line = body.indexOf('\n')
  const head = JSON.parse(body.toString('utf8', 0, line)) as Head
  if (head.version !== version || head.producer !== producer) return undefined
  const pathsAt = line + 1 + head.partCount * recordLength
  const packed = body.subarray(line + 1, pathsAt)
  const paths = head.partCount === 0 ? [] : body.toString('utf8', pathsAt).split('\n')
  const digests = packed.toString('latin1')
  const { sha256, bytes, identity, partCount } = head
  return {
    ...{ sha256, bytes, identity, partCount },
    parts: { paths, packed },
    digest: (index) => digestAt(packed, index * recordLength),
    hasDigest: (index, digest) => digests.startsWith(digest, index * recordLength),
    place: (index) => placeAt(packed, index * recordLength),
    end: (index) => endAt(packed, index * recordLength),
  }
}

function placeAt(packed: Buffer, at: number): PartPlace {
  return {
    offset: packed.readUIntLE(at + offsetAt, 6),
    length: packed.readUInt32LE(at + lengthAt),
    headersOffset: packed.readUIntLE(at + headersOffsetAt, 6),
    headersLength: packed.readUInt32LE(at + headersLengthAt),
  }
}

function endAt(packed: Buffer, at: number): number {
  return packed.readUIntLE(at + offsetAt, 6) + packed.readUInt32LE(at + lengthAt)
}

function digestAt(packed: Buffer, at: number): string {
  return packed.toString('latin1', at, at + digestLength)
}
