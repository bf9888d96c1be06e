/** Brings an archive into a staging folder: what has not changed comes from the present one. */

import { constants } from 'node:fs'
import { join } from 'node:path'
import type { Artifact } from '../../files/artifact.ts'
import { artifactMode } from '../../files/artifact-mode.ts'
import { manifestEntry } from '../../files/manifest.ts'
import type { ZipPiece } from '../../files/zip.ts'
import { type DigestedPart, type PartPlace, partBytes, zipPartChunks } from '../../files/zip-parts.ts'
import type { FileSystem } from '../file-system.ts'
import type { ArchiveMemories } from './archive-memories.ts'
import { type ArchiveMemory, packPlaces } from './archive-memory.ts'
import { rangeReader } from './range-reader.ts'
import { type StagedArtifact, type Staging, stageContent } from './stage-artifact.ts'

export async function stageArchive(
  artifact: Artifact,
  parts: readonly DigestedPart[],
  at: Staging,
  memories: ArchiveMemories,
): Promise<StagedArtifact> {
  const memory = memories.recall(artifact.path, artifactMode(artifact))
  const present = memory && openPieces(at.fs, join(at.present, artifact.path), memory)
  try {
    const known = present !== undefined && holdsTrue(parts, present.piece) ? memory : undefined
    if (known !== undefined && isSame(parts, known)) {
      memories.note(artifact.path, known)
      return { state: 'same', entry: manifestEntry(artifact, known.sha256, known.bytes) }
    }
    if (known !== undefined && at.unmeasured === true)
      return { state: 'changed', entry: manifestEntry(artifact, unknownDigest, 0) }
    const places: PartPlace[] = []
    const piece = known === undefined || present === undefined ? () => undefined : present.piece
    const chunks = zipPartChunks(parts, piece, (place) => places.push(place))
    const staged = await stageContent(artifact, chunks, at, known !== undefined)
    memories.note(artifact.path, { ...staged.entry, packed: packPlaces(places) })
    return staged
  } finally {
    present?.close()
  }
}

/** No file has it. */
const unknownDigest = '0'.repeat(64)

function isSame(parts: readonly DigestedPart[], memory: ArchiveMemory): boolean {
  return parts.length === memory.partCount && parts.every(({ digest }, i) => digest === memory.digest(i))
}

type Piece = (digest: string) => ZipPiece | undefined

const sampleCount = 8

/**
 * Makes a few parts anew and compares them with those that are there. If they differ, it is not the inputs that
 * changed but the program, and nothing that it made before is of use.
 */
function holdsTrue(parts: readonly DigestedPart[], piece: Piece): boolean {
  const step = Math.max(1, Math.floor(parts.length / sampleCount))
  for (let i = 0; i < parts.length; i += step) {
    const part = parts[i]
    const there = part && piece(part.digest)
    if (part !== undefined && there !== undefined && !partBytes(part).equals(there.bytes)) return false
  }
  return true
}

/** Bytes of a piece are good until the next piece is asked for. */
function openPieces(
  fs: FileSystem,
  path: string,
  memory: ArchiveMemory,
): { piece: Piece; close: () => void } {
  const file = fs.openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  const bytes = rangeReader(fs, file, 1024 * 1024)
  const headers = rangeReader(fs, file, 64 * 1024)
  const indexes = new Map<string, number>()
  for (let i = 0; i < memory.partCount; i += 1) indexes.set(memory.digest(i), i)
  const last = memory.partCount === 0 ? undefined : memory.place(memory.partCount - 1)
  const directory = last === undefined ? 0 : last.offset + last.length
  return {
    piece(digest) {
      const index = indexes.get(digest)
      if (index === undefined) return undefined
      const { offset, length, headersOffset, headersLength } = memory.place(index)
      return {
        ...{ offset, bytes: bytes(offset, length) },
        headers: headers(directory + headersOffset, headersLength),
      }
    },
    close: () => fs.closeSync(file),
  }
}
