/** What two specs make of the files of brokers, whatever has been issued. */

import type { TemplateSource } from '../files/render-template.ts'
import { CONF_FILE } from '../targets/mosquitto/changes/broker-changes.ts'
import { brokerFolder } from '../targets/mosquitto/install-paths.ts'
import { mosquittoArtifacts } from '../targets/mosquitto/mosquitto-artifacts.ts'
import type { Topology } from '../topology/topology.ts'
import { provedArtifacts } from '../translation/proved-artifacts.ts'
import type { BrokerFiles } from './broker-plans.ts'
import { type BrokerTexts, brokerTexts, changedFilesOf, comparePaths } from './compare-broker-files.ts'
import type { PathChanges } from './plan.ts'
import { standInMaterials } from './stand-in-materials.ts'

export interface RevisionFiles {
  readonly files: PathChanges
  readonly brokerFiles: (broker: string) => BrokerFiles
}

/** @param newKeys ids of certificates that are known to get a new key. */
export function revisionFiles(
  before: Topology | undefined,
  after: Topology,
  templates: TemplateSource,
  newKeys?: ReadonlySet<string>,
): RevisionFiles {
  const old = before === undefined ? new Map<string, string>() : textsOf(before, templates)
  const now = textsOf(after, templates, newKeys)
  const files = comparePaths(old, now)
  return {
    files,
    brokerFiles: (name) => {
      const folder = brokerFolder(name)
      const changed = changedFilesOf(
        folder,
        files,
        (path) => old.get(path),
        (path) => now.get(path),
      )
      return { changed, conf: now.get(`${folder}/${CONF_FILE}`) ?? '' }
    },
  }
}

function textsOf(topology: Topology, templates: TemplateSource, newKeys?: ReadonlySet<string>): BrokerTexts {
  const inputs = { topology, materials: standInMaterials(topology, newKeys), templates, root: undefined }
  return brokerTexts(
    topology.brokers.flatMap((broker) => [
      ...provedArtifacts(mosquittoArtifacts(broker, inputs), topology, broker),
    ]),
  )
}
