/** What a compile would change in an output folder, with the texts of the brokers' files on both sides. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Artifact } from '../../files/artifact.ts'
import { digestEntries } from '../../files/digest.ts'
import { manifestName, parseManifest } from '../../files/manifest.ts'
import type { BrokerFiles } from '../../plan/broker-plans.ts'
import { type BrokerTexts, changedFilesOf } from '../../plan/compare-broker-files.ts'
import type { PathChanges } from '../../plan/plan.ts'
import { CONF_FILE } from '../../targets/mosquitto/changes/broker-changes.ts'
import { brokerFolder } from '../../targets/mosquitto/install-paths.ts'
import { SNAPSHOT_FILE } from '../../topology/topology-snapshot.ts'
import type { OnProgress } from '../progress.ts'
import type { MemoryOptions } from './archive-memories.ts'
import { writeOutput } from './write-output.ts'

export interface PlannedFiles {
  readonly files: PathChanges
  readonly brokerFiles: (broker: string) => BrokerFiles
}

/** What mqttopia notes down for itself. */
const OWN_FILES: readonly string[] = [manifestName, SNAPSHOT_FILE]

export interface PlannedPlace {
  /** The output folder. */
  readonly folder: string
  readonly onProgress: OnProgress
  /** Where large archives are remembered; absent: all of them are made and compared. */
  readonly memory?: MemoryOptions
  /** As in `OutputOptions`. */
  readonly lastDigest?: string
}

export async function plannedFiles(
  artifacts: Iterable<Artifact>,
  { folder, ...options }: PlannedPlace,
): Promise<PlannedFiles> {
  const texts = new Map<string, string>()
  const { added, changed, removed } = await writeOutput(keeping(artifacts, texts), {
    folder,
    check: true,
    unmeasured: true,
    ...options,
  })
  const ours = (paths: readonly string[]) => paths.filter((path) => !OWN_FILES.includes(path))
  const files = { added: ours(added), changed: ours(changed), removed: ours(removed) }
  return { files, brokerFiles: (broker) => filesOf(brokerFolder(broker), folder, files, texts) }
}

/** Texts of brokers' files are few; a fleet's bundles pass by. */
function* keeping(artifacts: Iterable<Artifact>, texts: Map<string, string>): Iterable<Artifact> {
  for (const artifact of artifacts) {
    const { path, content } = artifact
    if (path.startsWith('brokers/') && typeof content === 'string') texts.set(path, content)
    yield artifact
  }
}

function filesOf(below: string, folder: string, files: PathChanges, texts: BrokerTexts): BrokerFiles {
  const before = (path: string) => {
    const file = join(folder, path)
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined
  }
  const installs = installedDigest(folder, below)
  return {
    changed: changedFilesOf(below, files, before, (path) => texts.get(path)),
    conf: texts.get(`${below}/${CONF_FILE}`) ?? '',
    ...(installs === undefined ? {} : { installs }),
  }
}

/** Of a broker's files as the manifest has them, with paths below the broker's folder; `undefined` where there are none. */
export function installedDigest(folder: string, below: string): string | undefined {
  const file = join(folder, manifestName)
  const entries = existsSync(file) ? (parseManifest(readFileSync(file, 'utf8')) ?? []) : []
  const own = entries.filter(({ path }) => path.startsWith(`${below}/`))
  if (own.length === 0) return undefined
  return digestEntries(own.map((entry) => ({ ...entry, path: entry.path.slice(below.length + 1) })))
}
