/** What holds for a whole broker: limits, retained messages, persistence, logging. */

import type { Broker } from '../../../topology/broker.ts'
import type { InstallPaths } from '../install-paths.ts'
import { type Section, type Setting, setting, unless } from './setting.ts'

export function generalSections(broker: Broker, paths: InstallPaths): Section[] {
  return [
    { title: 'Account', settings: setting('user', paths.user) },
    { title: 'Limits', settings: limits(broker) },
    { title: 'Persistence', settings: persistence(broker, paths) },
    { title: 'Logging', settings: logging(broker, paths) },
  ].filter(({ settings }) => settings.length > 0)
}

function limits({ limits, retain, engine, listeners, sysIntervalSeconds }: Broker): Setting[] {
  const isNew = engine.version === '2.1'
  return [
    ...setting('max_packet_size', limits.maxPacketSizeBytes),
    ...setting('message_size_limit', limits.maxMessageSizeBytes),
    ...setting('max_inflight_messages', limits.maxInflight),
    ...setting('max_inflight_bytes', limits.maxInflightBytes),
    ...setting('max_queued_messages', limits.maxQueuedMessages),
    ...setting('max_queued_bytes', limits.maxQueuedBytes),
    ...setting('max_keepalive', limits.maxKeepAliveSeconds),
    ...setting('memory_limit', limits.memoryBytes),
    ...(isNew ? setting('global_max_connections', limits.maxTotalConnections) : []),
    ...(isNew ? setting('global_max_clients', limits.maxTotalClients) : []),
    ...unless('retain_available', true, retain.available),
    ...setting('check_retain_source', retain.checkSource),
    ...(isNew && retain.expirySeconds !== undefined
      ? setting('retain_expiry_interval', retain.expirySeconds / 60)
      : []),
    ...setting('sys_interval', sysIntervalSeconds),
    // A TLS handshake otherwise waits for delayed acknowledgements: 330 instead of 1,240 a second, measured on 2.0.11.
    ...unless(
      'set_tcp_nodelay',
      false,
      listeners.some(({ tls }) => tls !== undefined),
    ),
  ]
}

function persistence({ persistence }: Broker, paths: InstallPaths): Setting[] {
  const { enabled, autosaveSeconds, sessionExpirySeconds, queueQos0 } = persistence
  const stored = [
    ...setting('persistence', true),
    ...setting('persistence_location', `${paths.data}/`),
    ...setting('autosave_interval', autosaveSeconds),
  ]
  return [
    ...(enabled ? stored : []),
    ...(sessionExpirySeconds === undefined
      ? []
      : setting('persistent_client_expiration', expiryText(sessionExpirySeconds))),
    ...unless('queue_qos0_messages', false, queueQos0),
  ]
}

/** Whole hours, the smallest unit that every version takes in this form. */
function expiryText(seconds: number): string {
  return seconds % 86_400 === 0 ? `${seconds / 86_400}d` : `${seconds / 3_600}h`
}

function logging({ logging }: Broker, paths: InstallPaths): Setting[] {
  const { destinations, types, timestamps, connections } = logging
  return [
    ...destinations.flatMap((kind) =>
      setting('log_dest', kind === 'file' ? `file ${paths.log}/mosquitto.log` : kind),
    ),
    ...types.flatMap((type) => setting('log_type', type)),
    ...unless('log_timestamp', true, timestamps),
    ...unless('connection_messages', true, connections),
  ]
}
