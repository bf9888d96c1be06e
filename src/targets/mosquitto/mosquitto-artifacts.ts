/** All files of one broker on Mosquitto, below `brokers/NAME/`. */

import type { Artifact } from '../../files/artifact.ts'
import type { TemplateSource } from '../../files/render-template.ts'
import type { Materials } from '../../pki/materials.ts'
import { createTopicSets } from '../../topic/topic-set.ts'
import type { Bridge } from '../../topology/bridge.ts'
import type { Broker } from '../../topology/broker.ts'
import type { Topology } from '../../topology/topology.ts'
import { aclFile } from './acl/acl-file.ts'
import { planAcl } from './acl/acl-plan.ts'
import { bridgedTopics, brokerPrincipals } from './acl/broker-principals.ts'
import { isIdentityByTls } from './conf/auth-wiring.ts'
import { ACL_FILE, bridgeFiles, LOCKED_PASSWORD_FILE, PASSWORD_FILE, PSK_FILE } from './conf/broker-files.ts'
import { lockedPasswordFile, passwordFile, pskFile, usersBy } from './credential-files.ts'
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
  yield* accessFiles(broker, inputs)
  yield* credentialFiles(broker, inputs)
  yield* listenerTlsFiles(broker, materials)
  for (const bridge of topology.bridges.filter(({ from }) => from === broker)) {
    yield* bridgeTlsFiles(bridge, materials)
    if (holdsSecret(bridge)) yield secretBridgeFile(bridge, paths, inputs)
  }
}

/** Secret not for what it says, but because Mosquitto warns of, and will refuse, files that others can read. */
function* accessFiles(broker: Broker, { topology }: MosquittoInputs): Iterable<Artifact> {
  if (broker.access !== 'acl-file') return
  const plan = planAcl(createTopicSets(), brokerPrincipals(topology, broker), bridgedTopics(topology, broker))
  yield { path: ACL_FILE, content: [...aclFile(plan)].join(''), secret: true }
}

function* credentialFiles(broker: Broker, { topology, materials }: MosquittoInputs): Iterable<Artifact> {
  const asking = broker.listeners.filter((listener) => !isIdentityByTls(listener))
  if (broker.access === 'acl-file' && asking.some(({ auth }) => auth.includes('password'))) {
    const content = passwordFile(usersBy(topology, broker, 'password'), materials)
    yield { path: PASSWORD_FILE, content, secret: true }
  }
  if (broker.access === 'acl-file' && asking.some(({ auth }) => !auth.includes('password'))) {
    yield { path: LOCKED_PASSWORD_FILE, content: lockedPasswordFile(), secret: true }
  }
  if (broker.listeners.some(({ auth }) => auth.includes('psk'))) {
    yield { path: PSK_FILE, content: pskFile(usersBy(topology, broker, 'psk'), materials), secret: true }
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
