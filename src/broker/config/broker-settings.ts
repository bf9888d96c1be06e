/** The parts of a configuration that are of the whole broker, with the defaults of Mosquitto 2.1. */

import { quoted } from '../../diagnostics/quoted.ts'
import { leadingInteger } from '../../mosquitto-files/conf/c-number.ts'
import type { GeneralConfig, LimitsConfig, PersistenceConfig } from './broker-config.ts'
import { durationInvalid } from './codes.ts'
import type { Findings } from './findings.ts'
import { ignoreRest } from './ignore-rest.ts'
import { given, type Settings, valueAs } from './settings.ts'

export function generalConfig(broker: Settings, findings: Findings): GeneralConfig {
  const expiryMinutes = broker.integer('retain_expiry_interval')
  return {
    user: broker.text('user') ?? 'mosquitto',
    sysIntervalSeconds: broker.integer('sys_interval') ?? 10,
    allowDuplicateMessages: broker.boolean('allow_duplicate_messages') ?? true,
    // The manual page says true, the broker does otherwise.
    checkRetainSource: broker.boolean('check_retain_source') ?? false,
    queueQos0Messages: broker.boolean('queue_qos0_messages') ?? false,
    upgradeOutgoingQos: broker.boolean('upgrade_outgoing_qos') ?? false,
    retainAvailable: broker.boolean('retain_available') ?? true,
    tcpNoDelay: broker.boolean('set_tcp_nodelay') ?? false,
    ...given({
      pidFile: broker.text('pid_file'),
      retainExpirySeconds: expiryMinutes === undefined ? undefined : expiryMinutes * 60,
      persistentClientExpirationSeconds: sessionExpiry(broker, findings),
    }),
  }
}

export function limitsConfig(broker: Settings): LimitsConfig {
  return {
    maxInflightMessages: broker.integer('max_inflight_messages') ?? 20,
    maxInflightBytes: broker.integer('max_inflight_bytes') ?? 0,
    maxQueuedMessages: broker.integer('max_queued_messages') ?? 1_000,
    maxQueuedBytes: broker.integer('max_queued_bytes') ?? 0,
    maxPacketSize: broker.integer('max_packet_size') ?? 2_000_000,
    messageSizeLimit: broker.integer('message_size_limit') ?? 0,
    maxKeepAliveSeconds: broker.integer('max_keepalive') ?? 0,
    globalMaxClients: broker.integer('global_max_clients') ?? -1,
    globalMaxConnections: broker.integer('global_max_connections') ?? -1,
  }
}

/** `location`: of the environment, which wins. */
export function persistenceConfig(broker: Settings, location: string | undefined): PersistenceConfig {
  const folder = location ?? broker.text('persistence_location') ?? ''
  return {
    enabled: broker.boolean('persistence') ?? false,
    location: folder === '' || folder.endsWith('/') ? folder : `${folder}/`,
    file: broker.text('persistence_file') ?? 'mosquitto.db',
  }
}

const DAY = 86_400
const UNITS: Readonly<Record<string, number>> = {
  s: 1,
  h: 3_600,
  d: DAY,
  w: 7 * DAY,
  m: 30 * DAY,
  y: 365 * DAY,
}

/** Seconds. */
function sessionExpiry(broker: Settings, findings: Findings): number | undefined {
  const entry = broker.last('persistent_client_expiration')
  const [word] = valueAs(entry, 'words')?.words ?? []
  if (entry === undefined || word === undefined) return undefined
  ignoreRest(findings, entry, [word])
  const seconds = leadingInteger(word.text) * (UNITS[word.text.slice(-1)] ?? 0)
  if (seconds > 0) return seconds
  findings.add(durationInvalid, entry.valueSpan, `${quoted(word.text)} is no duration`, {
    hint: 'write a number and one of s, h, d, w, m, y, as 14d',
  })
  return undefined
}
