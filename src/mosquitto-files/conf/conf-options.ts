/** All options of mosquitto.conf(5) that Mosquitto 2.0 and 2.1 know, by section. */

import type { ConfOption } from './conf-option.ts'
import { bridgeOptions } from './options/bridge.ts'
import { bridgeTlsOptions } from './options/bridge-tls.ts'
import { generalOptions } from './options/general.ts'
import { limitOptions } from './options/limits.ts'
import { listenerOptions } from './options/listeners.ts'
import { loggingOptions } from './options/logging.ts'
import { persistenceOptions } from './options/persistence.ts'
import { pluginOptions } from './options/plugins.ts'
import { pskOptions } from './options/psk.ts'
import { securityOptions } from './options/security.ts'
import { tlsOptions } from './options/tls.ts'
import { websocketOptions } from './options/websockets.ts'

export interface ConfSection {
  readonly title: string
  readonly options: readonly ConfOption[]
}

export const confSections: readonly ConfSection[] = [
  { title: 'General', options: generalOptions },
  { title: 'Security', options: securityOptions },
  { title: 'Plugins', options: pluginOptions },
  { title: 'Listeners', options: listenerOptions },
  { title: 'WebSockets', options: websocketOptions },
  { title: 'TLS with certificates', options: tlsOptions },
  { title: 'TLS with pre-shared keys', options: pskOptions },
  { title: 'Limits', options: limitOptions },
  { title: 'Persistence', options: persistenceOptions },
  { title: 'Logging', options: loggingOptions },
  { title: 'Bridges', options: bridgeOptions },
  { title: 'TLS of bridges', options: bridgeTlsOptions },
]

const options = confSections.flatMap((section) => section.options)

const byName: ReadonlyMap<string, ConfOption> = new Map(
  options.flatMap((option) =>
    option.isPrefix === true ? [] : namesOf(option).map((name): [string, ConfOption] => [name, option]),
  ),
)

const prefixes = options.filter(({ isPrefix }) => isPrefix === true)

/** All names that stand in configurations; not those that only start one. */
export const confOptionNames: readonly string[] = [...byName.keys()]

/** The option that `key` names, which Mosquitto compares letter by letter. */
export function findConfOption(key: string): ConfOption | undefined {
  return byName.get(key) ?? prefixes.find((option) => namesOf(option).some((name) => key.startsWith(name)))
}

/** What follows the name that only starts the key: `acl_file` in `plugin_opt_acl_file`. */
export function keySuffix(option: ConfOption, key: string): string {
  return key.slice(namesOf(option).find((name) => key.startsWith(name))?.length)
}

function namesOf({ name, aliases = [] }: ConfOption): readonly string[] {
  return [name, ...aliases]
}
