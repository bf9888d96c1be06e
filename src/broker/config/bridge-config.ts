/** One bridge of a configuration, with the defaults of Mosquitto 2.1. */

import { quoted } from '../../diagnostics/quoted.ts'
import { leadingInteger } from '../../mosquitto-files/conf/c-number.ts'
import type { ConfEntry, ConfWord } from '../../mosquitto-files/conf/conf-file.ts'
import { topicNameProblem } from '../../topic/filter.ts'
import { bridgeAddresses } from './bridge-addresses.ts'
import { bridgeTls } from './bridge-tls.ts'
import { bridgeTopicLines } from './bridge-topic.ts'
import type { BridgeConfig } from './broker-config.ts'
import { bridgeInvalid } from './codes.ts'
import type { Findings } from './findings.ts'
import { ignoreRest } from './ignore-rest.ts'
import type { BridgeScope } from './scopes.ts'
import { given, type Settings, valueAs } from './settings.ts'

export function bridgeConfig(scope: BridgeScope, hostName: string, findings: Findings): BridgeConfig {
  const { opener, name, settings } = scope
  const names = clientIds(settings, `${hostName}.${name}`)
  const topics = bridgeTopicLines(settings.all('topic'), findings)
  const missing = name === '' ? [] : ['address', 'topic'].filter((option) => !settings.has(option))
  for (const option of missing)
    findings.add(bridgeInvalid, opener.valueSpan, `the bridge ${quoted(name)} has no ${quoted(option)}`, {
      hint: `write a line "${option} …" below it`,
    })
  return {
    name,
    addresses: bridgeAddresses(settings, findings),
    roundRobin: settings.boolean('round_robin') ?? false,
    topics: topics.map(({ topic }) => topic),
    ...names,
    ...session(settings),
    ...pace(settings, findings),
    tryPrivate: settings.boolean('try_private') ?? true,
    ...notifications(settings, names, findings),
    attemptUnsubscribe: settings.boolean('bridge_attempt_unsubscribe') ?? true,
    outgoingRetain: settings.boolean('bridge_outgoing_retain') ?? true,
    maxPacketSize: settings.integer('bridge_max_packet_size') ?? 0,
    maxTopicAlias: settings.integer('bridge_max_topic_alias') ?? 10,
    sessionExpirySeconds: settings.integer('bridge_session_expiry_interval') ?? 0,
    reload: settings.word('bridge_reload_type') === 'immediate' ? 'immediate' : 'lazy',
    ...bridgeTls(settings, findings),
    ...given({
      remoteUsername: settings.text('remote_username'),
      remotePassword: settings.text('remote_password'),
      localUsername: settings.text('local_username'),
      bindAddress: settings.text('bridge_bind_address'),
      receiveMaximum: settings.integer('bridge_receive_maximum'),
    }),
  }
}

type ClientIds = Pick<BridgeConfig, 'remoteClientId' | 'localClientId'>

function clientIds(settings: Settings, automatic: string): ClientIds {
  const remoteClientId = settings.text('remote_clientid') ?? automatic
  return { remoteClientId, localClientId: settings.text('local_clientid') ?? `local.${remoteClientId}` }
}

/** `bridges`: what the scopes mean, in their order. */
export function refuseSharedClientIds(
  scopes: readonly BridgeScope[],
  bridges: readonly ClientIds[],
  findings: Findings,
): void {
  const seen = new Map<string, BridgeScope>()
  for (const [i, scope] of scopes.entries()) {
    const id = bridges[i]?.localClientId ?? ''
    const twin = seen.get(id)
    if (twin === undefined) {
      seen.set(id, scope)
      continue
    }
    if (twin.name === scope.name) continue // which is told of its name
    findings.add(bridgeInvalid, scope.opener.valueSpan, `two bridges have the local_clientid ${quoted(id)}`, {
      hint: 'give each bridge a remote_clientid or a local_clientid of its own',
      related: [{ at: { span: twin.opener.valueSpan }, message: 'this is the first' }],
    })
  }
}

const PROTOCOLS = { mqttv31: 3, mqttv311: 4, mqttv50: 5 } as const

function session(settings: Settings) {
  const protocol = settings.word('bridge_protocol_version')
  const cleanSession = settings.boolean('cleansession') ?? false
  return {
    protocolVersion:
      protocol === 'mqttv31' || protocol === 'mqttv50' ? PROTOCOLS[protocol] : PROTOCOLS.mqttv311,
    cleanSession,
    localCleanSession: settings.boolean('local_cleansession') ?? cleanSession,
    keepAliveSeconds: settings.integer('keepalive_interval') ?? 60,
  }
}

function pace(
  settings: Settings,
  findings: Findings,
): Pick<BridgeConfig, 'startType' | 'idleTimeoutSeconds' | 'threshold' | 'restart'> {
  const start = settings.word('start_type')
  const restart = settings.last('restart_timeout')
  return {
    startType: start === 'lazy' || start === 'once' ? start : 'automatic',
    idleTimeoutSeconds: settings.integer('idle_timeout') ?? 60,
    threshold: settings.integer('threshold') ?? 10,
    restart: restart === undefined ? USUAL_RESTART : readRestart(restart, findings),
  }
}

const USUAL_RESTART = { baseSeconds: 5, capSeconds: 30, stableSeconds: 0 }
const LONGEST_BASE = 3_600
const LONGEST_CAP = 7_200

/** `restart_timeout BASE CAP [STABLE]`, `restart_timeout CONSTANT`. */
function readRestart(entry: ConfEntry, findings: Findings): BridgeConfig['restart'] {
  const words = (valueAs(entry, 'words')?.words ?? []).slice(0, 3)
  const comment = words.findIndex(({ text }) => text.startsWith('#'))
  const said = comment === -1 ? words : words.slice(0, comment)
  ignoreRest(findings, entry, said)
  const [base, cap, stable] = said
  const baseSeconds = Math.min(Math.max(secondsOf(base), 1), LONGEST_BASE)
  if (cap === undefined) return { baseSeconds, capSeconds: baseSeconds, stableSeconds: 0 }
  const refuse = (message: string) => findings.add(bridgeInvalid, entry.valueSpan, message)
  if (secondsOf(cap) < baseSeconds)
    refuse(`${quoted(cap.text)} is less than the ${baseSeconds} seconds that it starts with`)
  if (secondsOf(stable) < 0) refuse(`${quoted(stable?.text ?? '')} is no time that a connection can last`)
  return {
    baseSeconds,
    capSeconds: Math.min(secondsOf(cap), LONGEST_CAP),
    stableSeconds: secondsOf(stable),
  }
}

function secondsOf(word: ConfWord | undefined): number {
  return word === undefined ? 0 : leadingInteger(word.text)
}

function notifications(settings: Settings, { remoteClientId }: ClientIds, findings: Findings) {
  const entry = settings.last('notification_topic')
  const topic = settings.text('notification_topic')
  if (entry !== undefined && topic !== undefined && topicNameProblem(topic) !== undefined)
    findings.add(bridgeInvalid, entry.valueSpan, `${quoted(topic)} is no topic to publish to`)
  return {
    notifications: settings.boolean('notifications') ?? true,
    notificationsLocalOnly: settings.boolean('notifications_local_only') ?? false,
    notificationTopic: topic ?? `$SYS/broker/connection/${remoteClientId}/state`,
  }
}
