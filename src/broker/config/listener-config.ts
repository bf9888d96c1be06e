/** One listener of a configuration, with the defaults of Mosquitto 2.1 (`listener__set_defaults`). */

import { quoted } from '../../diagnostics/quoted.ts'
import { parseCInteger } from '../../mosquitto-files/conf/c-number.ts'
import { confTextIgnored } from '../../mosquitto-files/conf/codes.ts'
import type { ConfEntry } from '../../mosquitto-files/conf/conf-file.ts'
import { topicNameProblem } from '../../topic/filter.ts'
import type { ProtocolVersion, Qos } from '../packet/packet.ts'
import type { ListenerConfig, SecurityConfig } from './broker-config.ts'
import { listenerInvalid, mountPointInvalid, optionUnsupported, proxyConflict } from './codes.ts'
import type { Findings } from './findings.ts'
import { ignoreRest } from './ignore-rest.ts'
import type { ListenerScope } from './scopes.ts'
import { given, type Settings, valueAs } from './settings.ts'
import { listenerTls } from './tls-config.ts'

export function listenerConfig(
  scope: ListenerScope,
  pskFile: string | undefined,
  security: SecurityConfig | undefined,
  findings: Findings,
): ListenerConfig {
  const { settings } = scope
  const family = settings.word('socket_domain')
  return {
    ...defaultListener,
    ...(scope.isDefault ? defaultAddress(settings) : readAddress(scope.opener, findings)),
    protocol: settings.word('protocol') === 'websockets' ? 'websockets' : 'mqtt',
    websocketOrigins: settings
      .all('websockets_origin')
      .flatMap((entry) => valueAs(entry, 'text')?.value ?? []),
    acceptedVersions: acceptedVersions(settings, findings),
    maxConnections: settings.integer('max_connections') ?? defaultListener.maxConnections,
    maxQos: qosOf(settings.integer('max_qos')),
    maxTopicAlias: settings.integer('max_topic_alias') ?? defaultListener.maxTopicAlias,
    maxTopicAliasBroker: settings.integer('max_topic_alias_broker') ?? defaultListener.maxTopicAliasBroker,
    mountPoint: mountPoint(settings, findings),
    useUsernameAsClientId: settings.boolean('use_username_as_clientid') ?? false,
    ...proxy(settings, findings),
    ...listenerTls(scope, pskFile, findings),
    ...given({
      family: family === 'ipv4' || family === 'ipv6' ? family : undefined,
      bindInterface: settings.text('bind_interface'),
      allowAnonymous: settings.boolean('listener_allow_anonymous'),
      autoIdPrefix: settings.text('listener_auto_id_prefix'),
      security,
    }),
  }
}

/** Of a broker without listeners: for clients on the same machine. */
export function localListener(port: number): ListenerConfig {
  return { ...defaultListener, name: String(port), port, addresses: ['127.0.0.1', '::1'] }
}

const DEFAULT_PORT = 1883
const LAST_PORT = 65_535
const VERSIONS: readonly ProtocolVersion[] = [3, 4, 5]

const defaultListener: ListenerConfig = {
  name: String(DEFAULT_PORT),
  port: DEFAULT_PORT,
  protocol: 'mqtt',
  websocketOrigins: [],
  acceptedVersions: VERSIONS,
  maxConnections: -1,
  maxQos: 2,
  maxTopicAlias: 10,
  maxTopicAliasBroker: 10,
  mountPoint: '',
  useUsernameAsClientId: false,
  proxyRequiresTls: false,
}

/** `port` and `bind_address`, or the option that opened the listener without either. */
function defaultAddress(settings: Settings): Pick<ListenerConfig, 'name' | 'port' | 'addresses'> {
  const port = settings.integer('port') ?? DEFAULT_PORT
  const address = settings.text('bind_address')
  return { name: String(port), port, ...(address !== undefined && { addresses: [address] }) }
}

/** `listener PORT [ADDRESS]`, `listener 0 PATH`. */
function readAddress(
  entry: ConfEntry,
  findings: Findings,
): Pick<ListenerConfig, 'name' | 'port' | 'addresses' | 'unixPath'> {
  const [portWord, second] = valueAs(entry, 'words')?.words ?? []
  if (portWord === undefined) return { name: '', port: DEFAULT_PORT }
  const place = second?.text.startsWith('#') ? undefined : second
  ignoreRest(findings, entry, place === undefined ? [portWord] : [portWord, place])
  const port = parseCInteger(portWord.text)
  const refuse = (message: string) => findings.add(listenerInvalid, entry.valueSpan, message)
  if (port === undefined || port < 0 || port > LAST_PORT) {
    refuse(`${quoted(portWord.text)} is no port from 1 to ${LAST_PORT}`)
    return { name: portWord.text, port: DEFAULT_PORT }
  }
  if (port > 0) return { name: String(port), port, ...(place !== undefined && { addresses: [place.text] }) }
  if (place === undefined) refuse('a listener with port 0 needs the path of a Unix socket')
  return { name: place?.text ?? '', port, unixPath: place?.text ?? '' }
}

/** Numbers separated by commas and blanks. */
function acceptedVersions(settings: Settings, findings: Findings): readonly ProtocolVersion[] {
  const entry = settings.last('accept_protocol_versions')
  const rest = valueAs(entry, 'words')?.rest.text
  if (entry === undefined || rest === undefined) return VERSIONS
  const words: readonly string[] = rest.replace(/#.*/, '').match(/[^, \t]+/g) ?? []
  const unknown = words.filter((word) => !VERSIONS.some((version) => word === String(version)))
  if (unknown.length > 0)
    findings.add(confTextIgnored, entry.valueSpan, `${quoted(unknown.join(' '))} is ignored`, {
      hint: 'write 3 for 3.1, 4 for 3.1.1 and 5 for 5.0',
    })
  return VERSIONS.filter((version) => words.includes(String(version)))
}

function qosOf(value: number | undefined): Qos {
  return value === 0 || value === 1 ? value : 2
}

function mountPoint(settings: Settings, findings: Findings): string {
  const entry = settings.last('mount_point')
  const prefix = settings.text('mount_point') ?? ''
  if (entry !== undefined && prefix !== '' && topicNameProblem(prefix) !== undefined)
    findings.add(mountPointInvalid, entry.valueSpan, `${quoted(prefix)} could not start a topic`, {
      hint: 'take the wildcards off',
    })
  return prefix
}

/** `config__check_proxy`. */
function proxy(
  settings: Settings,
  findings: Findings,
): Pick<ListenerConfig, 'proxyProtocol' | 'proxyRequiresTls'> {
  const version = settings.integer('enable_proxy_protocol')
  const rivals = version === 2 ? ['certfile', 'keyfile', 'use_subject_as_username'] : []
  for (const name of rivals) {
    const rival = settings.last(name)
    if (rival === undefined || (rival.value?.kind === 'boolean' && !rival.value.value)) continue
    findings.add(proxyConflict, rival.keySpan, `${quoted(name)} has no place behind a proxy that speaks TLS`)
  }
  const identity = settings.last('use_identity_as_username')
  if (version === 2 && identity !== undefined && settings.boolean('use_identity_as_username') === true)
    findings.add(optionUnsupported, identity.keySpan, 'usernames cannot come from the proxy here', {
      hint: 'let the listener speak TLS itself, or let clients log in with passwords',
    })
  return {
    ...((version === 1 || version === 2) && { proxyProtocol: version }),
    proxyRequiresTls: settings.boolean('proxy_protocol_v2_require_tls') ?? false,
  }
}
