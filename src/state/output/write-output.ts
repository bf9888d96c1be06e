/**
 * Writes the artifacts of a build into a folder, as a whole: the folder is the old output or the new one,
 * never a mixture. Output that is right already is not touched.
 *
 * Modes do not depend on the umask: 0644, 0600 where secret, execute bits where run; folders 0755, the output
 * folder itself keeps the mode it has. The first thousand files are handed to the disk before the swap; beyond
 * that a power cut can leave empty files, which the next run finds by their content and writes again.
 */

import { Failure, orFail } from '../../diagnostics/failure.ts'
import { type Artifact, isArchive } from '../../files/artifact.ts'
import { pathGuard } from '../../files/artifact-path.ts'
import { type ManifestEntry, manifestArtifact, manifestName } from '../../files/manifest.ts'
import { type FileSystem, nodeFileSystem } from '../file-system.ts'
import { isKnownBy } from '../folder-facts.ts'
import { breather, type OnProgress } from '../progress.ts'
import { type ArchiveMemories, archiveMemories, type MemoryOptions } from './archive-memories.ts'
import { locateOutput, type OutputFolder, readOutputFolder } from './output-folder.ts'
import { beginSwap } from './output-swap.ts'
import { watchOutput } from './output-watch.ts'
import { stageArchive } from './stage-archive.ts'
import { carryOver, type StagedArtifact, type Staging, stageArtifact } from './stage-artifact.ts'

export interface OutputOptions {
  readonly folder: string
  /** Only compare: nothing is written, and `foreign` files are no obstacle. */
  readonly check?: boolean
  /** With `check`: nobody asks how many bytes there will be, so that a remembered archive need not be read. */
  readonly unmeasured?: boolean
  readonly onProgress?: OnProgress
  /** Where large archives are remembered; absent: all of them are made and compared. */
  readonly memory?: MemoryOptions
  /** Is told what the output that was written is known by, where nobody else changed it meanwhile; see `stamp/`. */
  readonly onDigest?: (digest: string) => void
  /** What it was known by when the parts of archives were as they are where they are unchanged; absent: none is. */
  readonly lastDigest?: string
  readonly fs?: FileSystem
}

/** Paths relative to the output folder, sorted. All empty but the count: the output was right. */
export interface OutputChange {
  readonly added: readonly string[]
  /** Other content or mode than wanted: a new wish, or somebody's edit. */
  readonly changed: readonly string[]
  readonly removed: readonly string[]
  /** Files in the folder that mqttopia did not make. */
  readonly foreign: readonly string[]
  /** Of the new output, without the manifest. */
  readonly fileCount: number
  readonly byteCount: number
}

export function isUnchanged({ added, changed, removed, foreign }: OutputChange): boolean {
  return [added, changed, removed, foreign].every((paths) => paths.length === 0)
}

/**
 * Makes `folder` hold exactly `artifacts` and a manifest of them; or, with `check`, says what would change.
 *
 * @throws Failure when it cannot be written, or holds files that mqttopia did not make. The old output is
 * intact then.
 */
export async function writeOutput(
  artifacts: Iterable<Artifact>,
  options: OutputOptions,
): Promise<OutputChange> {
  const { folder, check = false, fs = nodeFileSystem } = options
  return orFail(`write ${folder}`, () => {
    const target = locateOutput(fs, folder)
    return check ? compareOutput(artifacts, target, options) : replaceOutput(artifacts, target, options)
  })
}

async function compareOutput(
  artifacts: Iterable<Artifact>,
  target: string,
  { fs = nodeFileSystem, onProgress = () => {}, memory, lastDigest, unmeasured = false }: OutputOptions,
): Promise<OutputChange> {
  const present = readOutputFolder(fs, target)
  const isLast = lastDigest !== undefined && isKnownBy(lastDigest, fs, target)
  const staging = { fs, present: target, sync: () => false, breathe: breather(), unmeasured }
  const memories = memory && archiveMemories(fs, memory, target)
  return changeOf(present, await stageAll(artifacts, staging, { onProgress, memories, isLast }))
}

async function replaceOutput(
  artifacts: Iterable<Artifact>,
  target: string,
  { folder, fs = nodeFileSystem, onProgress = () => {}, memory, onDigest, lastDigest }: OutputOptions,
): Promise<OutputChange> {
  const onWait = (holder: string) =>
    onProgress({ phase: 'waiting', done: 0, note: `${holder} writes ${folder}` })
  const output = await beginSwap(target, fs, onWait)
  try {
    const present = readOutputFolder(fs, target)
    refuseForeign(present, folder)
    const watch = onDigest && (await watchOutput(fs, target))
    const isLast = lastDigest !== undefined && isKnownBy(lastDigest, fs, target)
    const staging = {
      fs,
      present: target,
      staging: output.staging,
      sync: firstTimes(1000),
      breathe: breather(),
    }
    const memories = memory && archiveMemories(fs, memory, target)
    const staged = await stageAll(artifacts, staging, { onProgress, memories, isLast })
    const change = changeOf(present, staged)
    if (!isUnchanged(change)) {
      for (const path of staged.same) carryOver(path, target, output.staging, fs)
      watch?.swapping(output.staging)
      output.swap(present.mode ?? 0o755)
    }
    await memories?.save()
    const digest = await watch?.digest(staged.same)
    if (digest !== undefined) onDigest?.(digest)
    return change
  } finally {
    output.end()
  }
}

function refuseForeign({ foreign }: OutputFolder, folder: string): void {
  if (foreign.length === 0) return
  const more = foreign.length > 3 ? ` and ${foreign.length - 3} more` : ''
  throw new Failure(
    `cannot write ${folder}: mqttopia did not make ${foreign.slice(0, 3).join(', ')}${more} in it; move such files elsewhere`,
  )
}

function firstTimes(count: number): () => boolean {
  let left = count
  return () => left-- > 0
}

interface StagedOutput {
  readonly entries: readonly ManifestEntry[]
  readonly added: readonly string[]
  readonly changed: readonly string[]
  readonly same: readonly string[]
}

interface StagingOptions {
  readonly onProgress: OnProgress
  readonly memories: ArchiveMemories | undefined
  /** The output is the one that unchanged parts speak of. */
  readonly isLast: boolean
}

async function stageAll(
  artifacts: Iterable<Artifact>,
  staging: Staging,
  { onProgress, memories, isLast }: StagingOptions,
): Promise<StagedOutput> {
  const entries: ManifestEntry[] = []
  const paths = { added: [] as string[], changed: [] as string[], same: [] as string[] }
  const guard = pathGuard()
  guard(manifestName)
  for (const artifact of artifacts) {
    guard(artifact.path)
    const { state, entry } = await stageOne(artifact, staging, memories, isLast)
    entries.push(entry)
    paths[state].push(entry.path)
    onProgress({ phase: 'files', done: entries.length })
  }
  const { state } = await stageArtifact(manifestArtifact(entries), { ...staging, sync: () => true })
  paths[state].push(manifestName)
  return { entries, ...paths }
}

/** What is remembered is worth the trouble for archives alone. */
function stageOne(
  artifact: Artifact,
  staging: Staging,
  memories: ArchiveMemories | undefined,
  isLast: boolean,
): Promise<StagedArtifact> {
  const { content } = artifact
  const parts = typeof content === 'object' && isArchive(content) ? content.parts : undefined
  if (memories === undefined || parts === undefined) return stageArtifact(artifact, staging)
  const made = parts()
  const told = isLast ? made : { ...made, isUnchanged: () => false }
  return stageArchive(artifact, told, staging, memories)
}

function changeOf({ entries: before, foreign }: OutputFolder, staged: StagedOutput): OutputChange {
  const { entries } = staged
  const wanted = new Set(entries.map(({ path }) => path))
  return {
    added: staged.added.toSorted(),
    changed: staged.changed.toSorted(),
    removed: before.flatMap(({ path }) => (wanted.has(path) ? [] : [path])).sort(),
    foreign,
    fileCount: entries.length,
    byteCount: entries.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}
