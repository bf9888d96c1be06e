/** Options of a mosquitto.conf(5) -> the configuration of a broker, as Mosquitto 2.1 understands them. */

import { type Diagnostic, isError } from '../../diagnostics/diagnostic.ts'
import { runRules } from '../../diagnostics/rule.ts'
import type { ConfFile } from '../../mosquitto-files/conf/conf-file.ts'
import { bridgeConfig, refuseSharedClientIds } from './bridge-config.ts'
import type { BrokerConfig, ListenerConfig } from './broker-config.ts'
import { generalConfig, limitsConfig, persistenceConfig } from './broker-settings.ts'
import { commandLinePortIgnored } from './codes.ts'
import { Findings } from './findings.ts'
import { listenerConfig, localListener } from './listener-config.ts'
import { loggingConfig } from './logging-config.ts'
import { checkOptionSupport } from './option-support.ts'
import { PluginFiles } from './plugin-file.ts'
import { readScopes } from './read-scopes.ts'
import { configRules } from './rules.ts'
import type { Scopes } from './scopes.ts'
import { brokerSecurity, listenerSecurity } from './security-config.ts'

export interface ConfigOptions {
  /** Of this machine: part of the client identifiers of bridges that have none of their own. */
  readonly hostName: string
  /** `-p`, of use without listeners only. */
  readonly ports?: readonly number[]
  /** `MOSQUITTO_PERSISTENCE_LOCATION`, which wins over `persistence_location`. */
  readonly persistenceLocation?: string
}

export interface ConfigReading {
  /** What the right options say; use it only without errors. */
  readonly config: BrokerConfig
  readonly diagnostics: readonly Diagnostic[]
}

const DEFAULT_PORT = 1883

/** `isRead`: nothing is wrong with the lines of the file. */
export function readBrokerConfig(file: ConfFile, options: ConfigOptions, isRead: boolean): ConfigReading {
  const findings = new Findings()
  checkOptionSupport(file, findings)
  const scopes = readScopes(file, findings)
  const config = buildConfig(scopes, options, findings)
  const isWhole = isRead && !findings.diagnostics.some(isError)
  const traps = runRules(configRules, { scopes, config }, isWhole)
  return { config, diagnostics: [...findings.diagnostics, ...traps] }
}

function buildConfig(scopes: Scopes, options: ConfigOptions, findings: Findings): BrokerConfig {
  const { broker } = scopes
  const files = new PluginFiles(findings)
  const ofBroker = files.of(scopes.plugins)
  const security = brokerSecurity(scopes, ofBroker, findings)
  const listener = (scope: Scopes['listeners'][number]): ListenerConfig => {
    const own = listenerSecurity(scopes, scope, { ofBroker, ofListener: files.of(scope.plugins) }, findings)
    return listenerConfig(scope, (own ?? security).pskFile, own, findings)
  }
  if (!scopes.isLocalOnly) warnOfPorts(scopes, options.ports ?? [], findings)
  const bridges = scopes.bridges.map((bridge) => bridgeConfig(bridge, options.hostName, findings))
  refuseSharedClientIds(scopes.bridges, bridges, findings)
  return {
    general: generalConfig(broker, findings),
    security,
    perListenerSettings: scopes.isPerListener,
    limits: limitsConfig(broker),
    persistence: persistenceConfig(broker, options.persistenceLocation),
    logging: loggingConfig(broker, findings),
    listeners: scopes.isLocalOnly
      ? (options.ports ?? [DEFAULT_PORT]).map(localListener)
      : withOwnNames(scopes.listeners.map(listener)),
    bridges,
  }
}

/** Of listeners on one port, the first is named after the port alone. */
function withOwnNames(listeners: readonly ListenerConfig[]): readonly ListenerConfig[] {
  const taken = new Set<string>()
  return listeners.map((listener) => {
    const { name, addresses = [] } = listener
    const own = taken.has(name) ? [name, ...addresses].join(' ') : name
    taken.add(own)
    return { ...listener, name: own }
  })
}

function warnOfPorts({ listeners }: Scopes, ports: readonly number[], findings: Findings): void {
  const [first] = listeners
  if (first === undefined || ports.length === 0) return
  const message = `the port ${ports.join(', ')} of the command line is ignored: there are listeners`
  findings.add(commandLinePortIgnored, first.opener.keySpan, message, { hint: 'add a line "listener PORT"' })
}
