/**
 * What a compile would change in an output folder, as far as that shows without the vault: public files as they are, and
 * of the secret files of brokers what the specs before and after ask for. Client bundles are left alone.
 */

import type { Artifact } from '../../files/artifact.ts'
import type { TemplateSource } from '../../files/render-template.ts'
import { type RevisionFiles, revisionFiles } from '../../plan/revision-files.ts'
import { brokerFolder } from '../../targets/mosquitto/install-paths.ts'
import type { Topology } from '../../topology/topology.ts'
import type { OnProgress } from '../progress.ts'
import { type PlannedFiles, plannedFiles } from './planned-files.ts'

export interface ClosedVaultInput {
  /** What was compiled; absent where nothing was. */
  readonly before: Topology | undefined
  readonly after: Topology
  /** Of a build with public materials, without bundles. */
  readonly artifacts: Iterable<Artifact>
  /** Ids of certificates that get a new key. */
  readonly newKeys: ReadonlySet<string>
  readonly templates: TemplateSource
  readonly folder: string
  readonly onProgress: OnProgress
}

export async function closedVaultFiles(input: ClosedVaultInput): Promise<PlannedFiles> {
  const { before, after, artifacts, newKeys, templates, folder, onProgress } = input
  const secret = new Set<string>()
  const seen = await plannedFiles(publicOf(artifacts, secret), { folder, onProgress })
  const asked = revisionFiles(before, after, templates, newKeys)
  const isSecret = (path: string) => secret.has(path)
  const isSeen = (path: string) => !isSecret(path) && !BUNDLES.test(path)
  const joined = (change: keyof RevisionFiles['files']) =>
    [...seen.files[change].filter(isSeen), ...asked.files[change].filter(isSecret)].sort()
  return {
    files: { added: joined('added'), changed: joined('changed'), removed: joined('removed') },
    brokerFiles(name) {
      const below = brokerFolder(name)
      const own = seen.brokerFiles(name)
      const changed = [
        ...own.changed.filter(({ path }) => !isSecret(`${below}/${path}`)),
        ...asked.brokerFiles(name).changed.filter(({ path }) => isSecret(`${below}/${path}`)),
      ]
      return { ...own, changed }
    },
  }
}

const BUNDLES = /^(clients|fleets)\//

/** Notes down the paths of the others. */
function* publicOf(artifacts: Iterable<Artifact>, secret: Set<string>): Iterable<Artifact> {
  for (const artifact of artifacts) {
    if (artifact.secret && artifact.shareable !== true) secret.add(artifact.path)
    else yield artifact
  }
}
