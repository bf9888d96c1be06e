/** The main configuration file. It names secrets and holds none; bridges with secrets stand in files of their own. */

import { type TemplateSource, templateRenderer } from '../../files/render-template.ts'
import type { Bridge } from '../../topology/bridge.ts'
import type { Broker } from '../../topology/broker.ts'
import type { Topology } from '../../topology/topology.ts'
import { type BridgeSecrets, bridgeSection } from './conf/bridge-settings.ts'
import { BRIDGE_SECRETS_FOLDER } from './conf/broker-files.ts'
import { fileWiring } from './conf/file-wiring.ts'
import { generalSections } from './conf/general-settings.ts'
import { listenerSection } from './conf/listener-settings.ts'
import { pluginWiring } from './conf/plugin-wiring.ts'
import { type Section, setting } from './conf/setting.ts'
import type { InstallPaths } from './install-paths.ts'

const TEMPLATE = 'mosquitto/mosquitto.conf.hbs'

export function mosquittoConf(
  topology: Topology,
  broker: Broker,
  paths: InstallPaths,
  templates: TemplateSource,
): string {
  const wiring = broker.engine.version === '2.0' ? fileWiring(broker, paths) : pluginWiring(broker, paths)
  const bridges = topology.bridges.filter(({ from }) => from === broker)
  const sections: Section[] = [
    { title: 'Who gets in, and what they may do', settings: wiring.global },
    ...generalSections(broker, paths),
    ...broker.listeners.map((listener) => listenerSection(broker, listener, paths, wiring)),
    ...bridges.filter((bridge) => !holdsSecret(bridge)).map((bridge) => bridgeSection(bridge, paths, {})),
  ]
  if (bridges.some(holdsSecret)) {
    // Last, because a block in an included file ends with it (conf.c:config__read_file_core).
    const folder = setting('include_dir', `${paths.config}/${BRIDGE_SECRETS_FOLDER}`)
    sections.push({ title: 'Bridges with a password or pre-shared key', settings: folder })
  }
  return render(`Broker ${broker.name} of ${topology.name}`, broker, sections, templates)
}

/** The file of one bridge that holds a secret. */
export function bridgeConf(
  bridge: Bridge,
  paths: InstallPaths,
  secrets: BridgeSecrets,
  templates: TemplateSource,
): string {
  const sections = [bridgeSection(bridge, paths, secrets)]
  return render(`Bridge ${bridge.name} of broker ${bridge.from.name}`, bridge.from, sections, templates)
}

export function holdsSecret({ user }: Bridge): boolean {
  return user.authentication.kind === 'password' || user.authentication.kind === 'psk'
}

function render(title: string, { engine }: Broker, sections: readonly Section[], templates: TemplateSource) {
  return templateRenderer(templates)(TEMPLATE, { title, version: engine.version, sections })
}
