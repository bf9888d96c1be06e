/**
 * What is remembered of a large archive that was written: where in it each part stands, so that the next run makes
 * only those that have changed. It is never needed, and believed only of the very file that was written: its size,
 * number and times must be the same. Whoever edits the file changes its `ctime`, which no program can set back.
 *
 *     a head as JSON, a line break, 36 bytes for each part, SHA-256 of it all
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
  readonly place: (index: number) => PartPlace
  /** The packed places, for a copy with another identity. */
  readonly packed: Buffer
}

const digestLength = 16
const recordLength = 36
const sumLength = 32
const version = 1

export function packPlaces(places: readonly PartPlace[]): Buffer {
  const packed = Buffer.alloc(places.length * recordLength)
  for (const [i, place] of places.entries()) {
    const at = i * recordLength
    packed.write(place.digest, at, digestLength, 'latin1')
    packed.writeUIntLE(place.offset, at + digestLength, 6)
    packed.writeUInt32LE(place.length, at + digestLength + 6)
    packed.writeUIntLE(place.headersOffset, at + digestLength + 10, 6)
    packed.writeUInt32LE(place.headersLength, at + digestLength + 16)
  }
  return packed
}

export type MemoryHead = Pick<ArchiveMemory, 'sha256' | 'bytes' | 'identity'> & {
  /** The version of mqttopia. */
  readonly producer: string
}

interface Head extends MemoryHead {
  readonly version: number
}

export function encodeMemory(head: MemoryHead, packed: Buffer): Buffer {
  const { sha256, bytes, identity, producer } = head
  const facts: Head = { version, producer, identity, sha256, bytes }
  const text = Buffer.from(`${JSON.stringify(facts)}\n`)
  const body = Buffer.concat([text, packed])
  return Buffer.concat([body, createHash('sha256').update(body).digest()])
}

/** `undefined` for anything that {@link encodeMemory} of this `producer` did not write. */
export function decodeMemory(file: Buffer, producer: string): ArchiveMemory | undefined {
  const body = file.subarray(0, -sumLength)
  if (!createHash('sha256').update(body).digest().equals(file.subarray(-sumLength))) return undefined
  const line = body.indexOf('\n')
  const head = JSON.parse(body.toString('utf8', 0, line)) as Head
  if (head.version !== version || head.producer !== producer) return undefined
  const packed = body.subarray(line + 1)
  const { sha256, bytes, identity } = head
  return {
    ...{ sha256, bytes, identity, packed },
    partCount: packed.length / recordLength,
    digest: (index) => digestAt(packed, index * recordLength),
    place: (index) => placeAt(packed, index * recordLength),
  }
}

function placeAt(packed: Buffer, at: number): PartPlace {
  return {
    digest: digestAt(packed, at),
    offset: packed.readUIntLE(at + digestLength, 6),
    length: packed.readUInt32LE(at + digestLength + 6),
    headersOffset: packed.readUIntLE(at + digestLength + 10, 6),
    headersLength: packed.readUInt32LE(at + digestLength + 16),
  }
}

function digestAt(packed: Buffer, at: number): string {
  return packed.toString('latin1', at, at + digestLength)
}
