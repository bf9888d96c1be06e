/** Brings an archive into a staging folder: what has not changed comes from the present one. */

import { join } from 'node:path'
import type { ArchivePart, Artifact } from '../../files/artifact.ts'
import { artifactMode } from '../../files/artifact-mode.ts'
import { manifestEntry } from '../../files/manifest.ts'
import { isPiece, zipPartChunks } from '../../files/zip-parts.ts'
import type { ArchiveMemories, NotedArchive } from './archive-memories.ts'
import { type PackedParts, placePacker } from './archive-memory.ts'
import { type FormerArchive, openFormer } from './former-archive.ts'
import {
  areAll,
  type KnownParts,
  knownParts,
  type PartDigest,
  partDigests,
  runFinder,
} from './known-parts.ts'
import { type StagedArtifact, type Staging, stageContent } from './stage-artifact.ts'

interface Wanted {
  readonly artifact: Artifact
  readonly parts: readonly ArchivePart[]
  readonly digest: PartDigest
}

export async function stageArchive(
  artifact: Artifact,
  parts: readonly ArchivePart[],
  at: Staging,
  memories: ArchiveMemories,
): Promise<StagedArtifact> {
  const memory = memories.recall(artifact.path, artifactMode(artifact))
  const former = memory && openFormer(at.fs, join(at.present, artifact.path), memory)
  try {
    const wanted = { artifact, parts, digest: partDigests(parts) }
    const { staged, archive } = await stageParts(wanted, former, at)
    if (archive !== undefined) memories.note(artifact.path, archive)
    return staged
  } finally {
    former?.close()
  }
}

interface StagedArchive {
  readonly staged: StagedArtifact
  /** Absent where it was not made. */
  readonly archive?: NotedArchive
}

async function stageParts(
  wanted: Wanted,
  former: FormerArchive | undefined,
  at: Staging,
): Promise<StagedArchive> {
  const { artifact, parts, digest } = wanted
  const known = former && truthfulParts(wanted, former)
  const same = known && partsIfSame(wanted, known)
  if (known !== undefined && same !== undefined) {
    const { sha256, bytes } = known.former.memory
    const entry = manifestEntry(artifact, sha256, bytes)
    return { staged: { state: 'same', entry }, archive: { sha256, bytes, parts: same } }
  }
  if (known !== undefined && at.unmeasured === true)
    return { staged: { state: 'changed', entry: manifestEntry(artifact, unknownDigest, 0) } }
  const places = placePacker(parts.length)
  const chunks = zipPartChunks(parts, known === undefined ? () => undefined : runFinder(known), {
    part: (place, i) => places.add(place, digest(i)),
    run: (run, place) => places.addRun(run.memory, run, place),
  })
  const staged = await stageContent(artifact, chunks, at, known !== undefined)
  const { sha256, bytes } = staged.entry
  return { staged, archive: { sha256, bytes, parts: { paths: pathsOf(parts), packed: places.packed() } } }
}

/** No file has it. */
const unknownDigest = '0'.repeat(64)

/** The parts of an archive that need not be written, as they are to be remembered. */
function partsIfSame(wanted: Wanted, known: KnownParts): PackedParts | undefined {
  const { memory } = known.former
  if (areAll(known)) return memory.parts
  return isMadeTheSame(wanted, known) ? packedAnew(wanted, known) : undefined
}

/** Of what the parts follow from something has changed, and yet they are what they were. */
function isMadeTheSame({ parts }: Wanted, { former, places }: KnownParts): boolean {
  const isEqual = (part: ArchivePart, i: number) => places[i] === i || isPiece(part, former.piece(i, 1))
  return parts.length === former.memory.partCount && parts.every(isEqual)
}

function packedAnew({ parts, digest }: Wanted, { former: { memory }, places }: KnownParts): PackedParts {
  const packer = placePacker(parts.length)
  for (let i = 0; i < parts.length; i += 1)
    packer.add(memory.place(i), places[i] === i ? memory.digest(i) : digest(i))
  return { paths: pathsOf(parts), packed: packer.packed() }
}

function pathsOf(parts: readonly ArchivePart[]): readonly string[] {
  return parts.map(({ path }) => path)
}

const sampleCount = 8

/**
 * Makes a few parts anew and compares them with those that are there. If they differ, it is not the inputs that
 * changed but the program, and nothing that it made before is of use.
 */
function truthfulParts({ parts, digest }: Wanted, former: FormerArchive): KnownParts | undefined {
  const known = knownParts(parts, former, digest)
  const step = Math.max(1, Math.floor(parts.length / sampleCount))
  for (let i = 0; i < parts.length; i += step) {
    const [part, place] = [parts[i], known.places[i] ?? -1]
    if (part !== undefined && place !== -1 && !isPiece(part, former.piece(place, 1))) return undefined
  }
  return known
}
