/** Brings an archive into a staging folder: what has not changed comes from the present one. */

import { constants } from 'node:fs'
import { join } from 'node:path'
import type { Artifact } from '../../files/artifact.ts'
import { artifactMode } from '../../files/artifact-mode.ts'
import { manifestEntry } from '../../files/manifest.ts'
import type { ZipPiece } from '../../files/zip.ts'
import {
  type DigestedPart,
  type FindRun,
  type FormerRun,
  isPiece,
  zipPartChunks,
} from '../../files/zip-parts.ts'
import type { FileSystem } from '../file-system.ts'
import type { ArchiveMemories } from './archive-memories.ts'
import { type ArchiveMemory, placePacker } from './archive-memory.ts'
import { indexFinder } from './part-index.ts'
import { readAt } from './present-file.ts'
import { type StagedArtifact, type Staging, stageContent } from './stage-artifact.ts'

export async function stageArchive(
  artifact: Artifact,
  parts: readonly DigestedPart[],
  at: Staging,
  memories: ArchiveMemories,
): Promise<StagedArtifact> {
  const memory = memories.recall(artifact.path, artifactMode(artifact))
  const former = memory && openFormer(at.fs, join(at.present, artifact.path), memory)
  try {
    const known = former !== undefined && holdsTrue(parts, former) ? former : undefined
    if (known !== undefined && (isSame(parts, known.memory) || isMadeTheSame(parts, known))) {
      const { sha256, bytes } = known.memory
      memories.note(artifact.path, { sha256, bytes, packed: packedAnew(parts, known.memory) })
      return { state: 'same', entry: manifestEntry(artifact, sha256, bytes) }
    }
    if (known !== undefined && at.unmeasured === true)
      return { state: 'changed', entry: manifestEntry(artifact, unknownDigest, 0) }
    const places = placePacker(parts.length)
    const chunks = zipPartChunks(parts, known === undefined ? () => undefined : runFinder(parts, known), {
      part: places.add,
      run: (run, place) => places.addRun(run.memory, run, place),
    })
    const staged = await stageContent(artifact, chunks, at, known !== undefined)
    memories.note(artifact.path, { ...staged.entry, packed: places.packed() })
    return staged
  } finally {
    former?.close()
  }
}

/** No file has it. */
const unknownDigest = '0'.repeat(64)

function isSame(parts: readonly DigestedPart[], memory: ArchiveMemory): boolean {
  return parts.length === memory.partCount && parts.every(({ digest }, i) => memory.hasDigest(i, digest))
}

/** Of what the parts follow from something has changed, and yet they are what they were. */
function isMadeTheSame(parts: readonly DigestedPart[], { memory, piece }: FormerArchive): boolean {
  const isEqual = (part: DigestedPart, i: number) =>
    memory.hasDigest(i, part.digest) || isPiece(part, piece(i, 1))
  return parts.length === memory.partCount && parts.every(isEqual)
}

function packedAnew(parts: readonly DigestedPart[], memory: ArchiveMemory): Buffer {
  if (isSame(parts, memory)) return memory.packed
  const places = placePacker(parts.length)
  for (const [i, { digest }] of parts.entries()) places.add({ ...memory.place(i), digest })
  return places.packed()
}

const sampleCount = 8

/**
 * Makes a few parts anew and compares them with those that are there. If they differ, it is not the inputs that
 * changed but the program, and nothing that it made before is of use.
 */
function holdsTrue(parts: readonly DigestedPart[], { memory, piece }: FormerArchive): boolean {
  const index = indexFinder(parts, memory)
  const step = Math.max(1, Math.floor(parts.length / sampleCount))
  for (const [i, part] of parts.entries()) {
    const found = index(i)
    if (i % step !== 0 || found === undefined) continue
    if (!isPiece(part, piece(found, 1))) return false
  }
  return true
}

/** A present archive that is remembered. */
interface FormerArchive {
  readonly memory: ArchiveMemory
  /** Parts that stand together; its bytes are good until the next piece is asked for. */
  readonly piece: (first: number, count: number) => ZipPiece
  readonly close: () => void
}

function openFormer(fs: FileSystem, path: string, memory: ArchiveMemory): FormerArchive {
  const file = fs.openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  const space = { bytes: Buffer.allocUnsafe(largestRun), headers: Buffer.allocUnsafe(largestRun) }
  const read = (into: Buffer, start: number, length: number) =>
    readAt(fs, file, start, length > into.length ? Buffer.allocUnsafe(length) : into.subarray(0, length))
  const last = memory.partCount === 0 ? undefined : memory.place(memory.partCount - 1)
  const directory = last === undefined ? 0 : last.offset + last.length
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

/** Bytes that are taken over at a time. */
const largestRun = 512 * 1024

interface Run extends FormerRun {
  readonly memory: ArchiveMemory
  readonly first: number
}

/** To be asked for parts in turn. */
function runFinder(parts: readonly DigestedPart[], { memory, piece }: FormerArchive): FindRun<Run> {
  const index = indexFinder(parts, memory)
  return (i) => {
    const first = index(i)
    if (first === undefined) return undefined
    const start = memory.place(first).offset
    const fits = (count: number) => {
      const { digest } = parts[i + count] ?? { digest: '' }
      if (digest === '' || first + count >= memory.partCount || !memory.hasDigest(first + count, digest))
        return false
      const { offset, length } = memory.place(first + count)
      return offset + length - start <= largestRun
    }
    let count = 1
    while (fits(count)) count += 1
    return { memory, first, count, piece: piece(first, count) }
  }
}
