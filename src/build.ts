/**
 * The back half of the tool: a topology and its materials become files. Pure, and lazy: a fleet's bundles are made
 * one by one while they are written.
 */

import { buildBundles } from './bundles/build-bundles.ts'
import type { Artifact } from './files/artifact.ts'
import type { TemplateSource } from './files/render-template.ts'
import { toPem } from './pki/der/pem.ts'
import type { Materials } from './pki/materials.ts'
import { mosquittoArtifacts } from './targets/mosquitto/mosquitto-artifacts.ts'
import type { Topology } from './topology/topology.ts'
import type { UserSet } from './topology/user.ts'
import { provedArtifacts } from './translation/proved-artifacts.ts'

export interface BuildInputs {
  /** Must be free of errors. */
  readonly topology: Topology
  readonly materials: Materials
  /** The texts below `templates/`, by path. */
  readonly templates: TemplateSource
  /** Absolute path of the output folder, when brokers shall run from there instead of their `install` paths. */
  readonly root?: string
  /**
   * Devices whose files are what they were at the last compile into this output folder: their rows, the rest of the
   * spec, their materials and those of their brokers and authorities have not changed since.
   */
  readonly sameDevices?: UserSet
}

/**
 * All files of a topology: `brokers/`, `pki/`, `clients/` and `fleets/`.
 *
 * @throws Error with a witness where what was emitted for a broker does not allow just what the spec says.
 */
export function* build(inputs: BuildInputs): Generator<Artifact> {
  const { topology, materials, templates, root, sameDevices } = inputs
  for (const broker of topology.brokers) {
    const files = mosquittoArtifacts(broker, { topology, materials, templates, root })
    yield* provedArtifacts(files, topology, broker)
  }
  yield* authorityFiles(topology, materials)
  yield* buildBundles(topology, materials, templates, sameDevices)
}

/** The certificates of all authorities, for whoever has to trust them. */
function* authorityFiles({ authorities }: Topology, materials: Materials): Generator<Artifact> {
  for (const { name } of authorities) {
    const content = materials.trusted(name).map((certificate) => toPem('CERTIFICATE', certificate))
    if (content.length === 0) continue
    yield { path: `pki/${name}.crt`, content: content.join(''), secret: false }
  }
}
