/** The `connection` block of one bridge, in the configuration of the broker that dials. */

import type { Address, Bridge } from '../../../topology/bridge.ts'
import { topicLines, topicLineText } from '../bridge/topic-line.ts'
import type { InstallPaths } from '../install-paths.ts'
import { bridgeFiles } from './broker-files.ts'
import { type Section, type Setting, setting, unless } from './setting.ts'

const PROTOCOLS = { 3: 'mqttv31', 4: 'mqttv311', 5: 'mqttv50' } as const

/** Secrets that stand in the configuration itself. */
export interface BridgeSecrets {
  readonly password?: string
  readonly psk?: string
}

export function bridgeSection(bridge: Bridge, paths: InstallPaths, secrets: BridgeSecrets): Section {
  return {
    title: `Bridge ${bridge.name}`,
    settings: [
      ...setting('connection', bridge.name),
      ...setting('addresses', bridge.addresses.map(addressText).join(' ')),
      ...sessionSettings(bridge),
      ...notificationSettings(bridge),
      ...reconnectSettings(bridge),
      ...credentialSettings(bridge, secrets),
      ...tlsSettings(bridge, paths),
      ...(bridge.routes.some(({ retain }) => retain === 'drop')
        ? setting('bridge_outgoing_retain', false)
        : []),
      ...topicLines(bridge.routes).lines.flatMap((line) => {
        const [key = '', ...value] = topicLineText(line).split(' ')
        return setting(key, value.join(' '))
      }),
    ],
  }
}

/** The last colon ends the host, so an IPv6 address stands without brackets. */
function addressText({ host, port }: Address): string {
  return `${host}:${port}`
}

function sessionSettings(bridge: Bridge): Setting[] {
  return [
    ...setting('remote_clientid', bridge.clientId),
    ...setting('local_clientid', `local.${bridge.clientId}`),
    ...setting('bridge_protocol_version', PROTOCOLS[bridge.protocol]),
    ...setting('cleansession', bridge.clean),
    ...setting('local_cleansession', bridge.localClean),
    ...setting('keepalive_interval', bridge.keepAliveSeconds),
    ...setting('bridge_max_packet_size', bridge.maxPacketSizeBytes),
  ]
}

function notificationSettings({ notifications }: Bridge): Setting[] {
  return [
    ...unless('notifications', true, notifications !== 'none'),
    ...unless('notifications_local_only', false, notifications === 'local'),
  ]
}

function reconnectSettings({ start, threshold, reconnectSeconds, roundRobin, addresses }: Bridge): Setting[] {
  const { min, max } = reconnectSeconds ?? {}
  return [
    ...(start === 'automatic' ? [] : setting('start_type', start)),
    ...(start === 'lazy' ? setting('threshold', threshold) : []),
    ...(min === undefined ? [] : setting('restart_timeout', min === max ? min : `${min} ${max}`)),
    ...(addresses.length > 1 ? unless('round_robin', false, roundRobin) : []),
  ]
}

function credentialSettings({ user }: Bridge, { password, psk }: BridgeSecrets): Setting[] {
  return [
    ...(password === undefined
      ? []
      : [...setting('remote_username', user.name), ...setting('remote_password', password)]),
    ...(psk === undefined ? [] : [...setting('bridge_identity', user.name), ...setting('bridge_psk', psk)]),
  ]
}

function tlsSettings(bridge: Bridge, { config }: InstallPaths): Setting[] {
  if (bridge.listener.tls?.kind !== 'certificate') return []
  const files = bridgeFiles(bridge)
  const hasCertificate = bridge.user.authentication.kind === 'certificate'
  return [
    ...setting('bridge_cafile', `${config}/${files.authority}`),
    ...(hasCertificate ? setting('bridge_certfile', `${config}/${files.certificate}`) : []),
    ...(hasCertificate ? setting('bridge_keyfile', `${config}/${files.key}`) : []),
    ...setting('bridge_tls_version', 'tlsv1.2'),
    ...setting('bridge_alpn', bridge.alpn),
    ...unless('bridge_insecure', false, bridge.insecureReason !== undefined),
  ]
}
