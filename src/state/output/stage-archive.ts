/** Brings an archive into a staging folder: what has not changed comes from the present one. */

import { join } from 'node:path'
import type { ArchiveParts, Artifact } from '../../files/artifact.ts'
import { artifactMode } from '../../files/artifact-mode.ts'
import { manifestEntry } from '../../files/manifest.ts'
import { isPiece, zipPartChunks } from '../../files/zip-parts.ts'
import type { ArchiveMemories, NotedArchive } from './archive-memories.ts'
import { type PackedParts, placePacker } from './archive-memory.ts'
import { type FormerArchive, openFormer } from './former-archive.ts'
import { areAll, digestedOnce, type KnownParts, knownParts, runFinder } from './known-parts.ts'
import { type StagedArtifact, type Staging, stageContent } from './stage-artifact.ts'

interface Wanted {
  readonly artifact: Artifact
  readonly parts: ArchiveParts
}

export async function stageArchive(
  artifact: Artifact,
  parts: ArchiveParts,
  at: Staging,
  memories: ArchiveMemories,
): Promise<StagedArtifact> {
  const memory = memories.recall(artifact.path, artifactMode(artifact))
  const former = memory && openFormer(at.fs, join(at.present, artifact.path), memory)
  try {
    const { staged, archive } = await stageParts({ artifact, parts: digestedOnce(parts) }, former, at)
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
  const { artifact, parts } = wanted
  const known = former && truthfulParts(parts, former)
  const same = known && partsIfSame(parts, known)
  if (known !== undefined && same !== undefined) {
    const { sha256, bytes } = known.former.memory
    const entry = manifestEntry(artifact, sha256, bytes)
    return { staged: { state: 'same', entry }, archive: { sha256, bytes, parts: same } }
  }
  if (known !== undefined && at.unmeasured === true)
    return { staged: { state: 'changed', entry: manifestEntry(artifact, unknownDigest, 0) } }
  const places = placePacker(parts.paths.length)
  const chunks = zipPartChunks(parts, known === undefined ? () => undefined : runFinder(known), {
    part: (part, place) => places.add(place, parts.digest(part)),
    run: (run, place) => places.addRun(run.memory, run, place),
  })
  const staged = await stageContent(artifact, chunks, at, known !== undefined)
  const { sha256, bytes } = staged.entry
  return { staged, archive: { sha256, bytes, parts: { paths: parts.paths, packed: places.packed() } } }
}

/** No file has it. */
const unknownDigest = '0'.repeat(64)

/** The parts of an archive that need not be written, as they are to be remembered. */
function partsIfSame(parts: ArchiveParts, known: KnownParts): PackedParts | undefined {
  if (areAll(known)) return known.former.memory.parts
  return isMadeTheSame(parts, known) ? packedAnew(parts, known) : undefined
}

/** Of what the parts follow from something has changed, and yet they are what they were. */
function isMadeTheSame(parts: ArchiveParts, { former, places }: KnownParts): boolean {
  const isEqual = (place: number, i: number) => place === i || isPiece(parts, i, former.piece(i, 1))
  return places.length === former.memory.partCount && places.every(isEqual)
}

function packedAnew(
  { paths, digest }: ArchiveParts,
  { former: { memory }, places }: KnownParts,
): PackedParts {
  const packer = placePacker(places.length)
  for (const [i, place] of places.entries())
    packer.add(memory.place(i), place === i ? memory.digest(i) : digest(i))
  return { paths, packed: packer.packed() }
}

const sampleCount = 4

/**
 * Makes a few of the parts that are known by their digest anew, and compares them with those that are there. If they
 * differ, digests do not tell all that parts follow from, and nothing that was made before is of use. Of many parts the
 * first is not among them: a text for people takes longer to make than all the others.
 */
function truthfulParts(parts: ArchiveParts, former: FormerArchive): KnownParts | undefined {
  const known = knownParts(parts, former)
  const step = Math.max(1, Math.floor(known.places.length / sampleCount))
  for (let part = step >> 1; part < known.places.length; part += step) {
    const place = known.places[part] ?? -1
    const isDigested = place !== -1 && !parts.isUnchanged(part)
    if (isDigested && !isPiece(parts, part, former.piece(place, 1))) return undefined
  }
  return known
}
