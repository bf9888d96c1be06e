/** All files of one broker on Mosquitto, below `brokers/NAME/`. */

import type { Artifact } from '../../files/artifact.ts'
import type { TemplateSource } from '../../files/render-template.ts'
import type { Materials } from '../../pki/materials.ts'
import type { Bridge } from '../../topology/bridge.ts'
import type { Broker } from '../../topology/broker.ts'
import type { Topology } from '../../topology/topology.ts'
import { accessFiles } from './access-files.ts'
import { bridgeFiles } from './conf/broker-files.ts'
import { brokerFolder, type InstallPaths, installPaths } from './install-paths.ts'
import { bridgeConf, holdsSecret, mosquittoConf } from './mosquitto-conf.ts'
import { bridgeTlsFiles, listenerTlsFiles } from './tls-files.ts'

export interface MosquittoInputs {
  readonly topology: Topology
  readonly materials: Materials
  readonly templates: TemplateSource
  /** Absolute path of the output folder, for brokers that run where they were compiled. */
  readonly root: string | undefined
}

export function* mosquittoArtifacts(broker: Broker, inputs: MosquittoInputs): Iterable<Artifact> {
  const folder = brokerFolder(broker.name)
  for (const file of files(broker, inputs)) yield { ...file, path: `${folder}/${file.path}` }
}

function* files(broker: Broker, inputs: MosquittoInputs): Iterable<Artifact> {
  const { topology, materials, templates, root } = inputs
  const paths = installPaths(broker, root)
  yield { path: 'mosquitto.conf', content: mosquittoConf(topology, broker, paths, templates), secret: false }
  yield* accessFiles(broker, topology, materials)
  yield* listenerTlsFiles(broker, topology, materials)
  for (const bridge of topology.bridges.filter(({ from }) => from === broker)) {
    yield* bridgeTlsFiles(bridge, materials)
    if (holdsSecret(bridge)) yield secretBridgeFile(bridge, paths, inputs)
  }
}

function secretBridgeFile(
  bridge: Bridge,
  paths: InstallPaths,
  { materials, templates }: MosquittoInputs,
): Artifact {
  const { name, authentication } = bridge.user
  const secrets =
    authentication.kind === 'psk' ? { psk: materials.psk(name) } : { password: materials.password(name) }
  return {
    path: bridgeFiles(bridge).secrets,
    content: bridgeConf(bridge, paths, secrets, templates),
    secret: true,
  }
}
