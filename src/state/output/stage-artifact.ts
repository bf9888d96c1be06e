/** Brings one artifact into a staging folder, unless the file that is there already is the same. */

import { createHash, type Hash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { errorCode } from '../../diagnostics/failure.ts'
import type { Artifact } from '../../files/artifact.ts'
import { artifactChunks } from '../../files/artifact-bytes.ts'
import { artifactMode } from '../../files/artifact-mode.ts'
import { type ManifestEntry, manifestEntry } from '../../files/manifest.ts'
import type { FileSystem } from '../file-system.ts'
import { makeFolders } from './make-folders.ts'
import { type NewFile, newFile } from './new-file.ts'
import { openPresent, type PresentFile } from './present-file.ts'

export interface StagedArtifact {
  readonly state: 'same' | 'changed' | 'added'
  readonly entry: ManifestEntry
}

export interface Staging {
  readonly fs: FileSystem
  /** The folder that holds the output now. */
  readonly present: string
  /** Where changed artifacts are written; absent: they are only compared. */
  readonly staging?: string
  /** Whether the next file is handed to the disk before it is closed. */
  readonly sync: () => boolean
  readonly breathe: () => Promise<void> | undefined
  /** Whether a file differs is all that is asked. */
  readonly unmeasured?: boolean
}

/**
 * Streams the artifact once, comparing as long as it equals the present file; from the first difference
 * on it is written. So an unchanged output costs no writing, however large.
 */
export function stageArtifact(artifact: Artifact, at: Staging): Promise<StagedArtifact> {
  return stageContent(artifact, artifactChunks(artifact), at)
}

/** @param differs it is known already that the present file is another one. */
export async function stageContent(
  artifact: Artifact,
  chunks: Iterable<Uint8Array>,
  at: Staging,
  differs = false,
): Promise<StagedArtifact> {
  const found = openPresent(at.fs, join(at.present, artifact.path), artifactMode(artifact))
  const present = differs ? { ...found, comparable: false } : found
  const copy = stagedCopy(artifact, at, present)
  try {
    const hash = createHash('sha256')
    const bytes = await drain(chunks, at, hash, copy)
    await copy.end(bytes)
    const state = copy.isSame() ? 'same' : present.exists ? 'changed' : 'added'
    return { state, entry: manifestEntry(artifact, hash.digest('hex'), bytes) }
  } finally {
    await copy.close()
    present.close()
  }
}

async function drain(
  chunks: Iterable<Uint8Array>,
  { breathe }: Staging,
  hash: Hash,
  copy: StagedCopy,
): Promise<number> {
  let bytes = 0
  for (const chunk of chunks) {
    hash.update(chunk)
    copy.take(chunk, bytes)
    bytes += chunk.length
    const pause = breathe()
    if (pause !== undefined) await pause
  }
  return bytes
}

interface StagedCopy {
  /** Compares or writes the bytes that stand at `offset`. */
  readonly take: (chunk: Uint8Array, offset: number) => void
  /** Says that the artifact has `bytes` bytes in all. */
  readonly end: (bytes: number) => Promise<void>
  readonly isSame: () => boolean
  readonly close: () => Promise<void>
}

function stagedCopy(artifact: Artifact, at: Staging, present: PresentFile): StagedCopy {
  let same = present.comparable
  let file: NewFile | undefined
  const differ = (offset: number) => {
    same = false
    if (at.staging === undefined) return
    file = newFile(at.fs, join(at.staging, artifact.path), artifactMode(artifact), at.sync())
    for (const chunk of present.start(offset)) file.write(chunk)
  }
  if (!same) differ(0)
  return {
    take(chunk, offset) {
      if (same && !present.equals(chunk, offset)) differ(offset)
      file?.write(chunk)
    },
    async end(bytes) {
      if (same && present.bytes !== bytes) differ(bytes)
      await file?.end()
    },
    isSame: () => same,
    async close() {
      await file?.close()
    },
  }
}

/** Takes an unchanged file over into the staging folder: as a second link, or a copy where there are no links. */
export function carryOver(path: string, from: string, to: string, fs: FileSystem): void {
  const target = join(to, path)
  makeFolders(fs, dirname(target))
  try {
    fs.linkSync(join(from, path), target)
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'ENOSYS'].includes(errorCode(error) ?? '')) throw error
    fs.copyFileSync(join(from, path), target)
    fs.chmodSync(target, fs.lstatSync(join(from, path)).mode & 0o7777)
  }
}
