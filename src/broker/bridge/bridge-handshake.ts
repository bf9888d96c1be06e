/** How a bridge introduces itself to the other broker, and what the answer means (bridge.c of Mosquitto 2.1). */

import type { BridgeConfig } from '../config/broker-config.ts'
import type { Connack, Connect, Packet, Properties, Qos } from '../packet/packet.ts'
import { REASON, RETURN_CODE } from '../packet/reason-code.ts'
import { NEVER_EXPIRES } from '../session/session.ts'
import type { BridgeTopics } from './bridge-topics.ts'

/** What earlier answers have taught about the other broker. */
export interface RemoteLimits {
  /** It takes the mark of a bridge in the protocol level. */
  readonly takesMark: boolean
  readonly speaksV5: boolean
  readonly maxQos: Qos
  readonly takesRetained: boolean
}

export const NO_LIMITS: RemoteLimits = { takesMark: true, speaksV5: true, maxQos: 2, takesRetained: true }

export function bridgeConnect(config: BridgeConfig, limits: RemoteLimits): Connect {
  const version = config.protocolVersion === 5 && !limits.speaksV5 ? 4 : config.protocolVersion
  const { remoteUsername, remotePassword } = config
  const notifies = config.notifications && !config.notificationsLocalOnly
  return {
    type: 'connect',
    version,
    isBridge: version !== 5 && config.tryPrivate && limits.takesMark,
    cleanStart: config.cleanSession,
    keepAliveSeconds: config.keepAliveSeconds,
    clientId: config.remoteClientId,
    ...(notifies ? { will: stateMessage(config, '0', limits) } : {}),
    ...(remoteUsername === undefined ? {} : { username: remoteUsername }),
    ...(remotePassword === undefined ? {} : { password: Buffer.from(remotePassword) }),
    ...(version === 5 ? { properties: connectProperties(config) } : {}),
  }
}

function connectProperties(config: BridgeConfig): Properties {
  const { maxTopicAlias, receiveMaximum, cleanSession, sessionExpirySeconds, maxPacketSize } = config
  const expiry = sessionExpirySeconds > 0 ? sessionExpirySeconds : cleanSession ? 0 : NEVER_EXPIRES
  return {
    ...(maxTopicAlias > 0 ? { topicAliasMaximum: maxTopicAlias } : {}),
    ...(expiry > 0 ? { sessionExpiryInterval: expiry } : {}),
    ...(receiveMaximum === undefined ? {} : { receiveMaximum }),
    ...(maxPacketSize > 0 ? { maximumPacketSize: maxPacketSize } : {}),
  }
}

/** The state of the connection, retained where the other broker keeps messages. */
export function stateMessage(
  config: BridgeConfig,
  state: '0' | '1',
  { maxQos, takesRetained }: RemoteLimits,
) {
  return {
    topic: config.notificationTopic,
    payload: Buffer.from(state),
    qos: maxQos > 0 ? 1 : 0,
    retain: takesRetained,
  } as const
}

/** What to try differently after a refusal; `undefined` when nothing helps but to wait. */
export function lessonOf(connack: Connack, tried: Connect, limits: RemoteLimits): RemoteLimits | undefined {
  const { reasonCode } = connack
  if (tried.version !== 5) {
    const wantsNoMark = reasonCode === RETURN_CODE.unacceptableProtocolVersion && tried.isBridge
    return wantsNoMark ? { ...limits, takesMark: false } : undefined
  }
  if (
    reasonCode === RETURN_CODE.unacceptableProtocolVersion ||
    reasonCode === REASON.unsupportedProtocolVersion
  )
    return { ...limits, speaksV5: false }
  if (reasonCode === REASON.retainNotSupported && limits.takesRetained)
    return { ...limits, takesRetained: false }
  if (reasonCode === REASON.qosNotSupported && limits.maxQos > 0)
    return { ...limits, maxQos: limits.maxQos === 2 ? 1 : 0 }
  return undefined
}

/** True when the other broker knows nothing of earlier connections; in 3.1 it does not say. */
export function isNewSession({ sessionPresent }: Connack, { version, cleanStart }: Connect): boolean {
  return cleanStart || (version !== 3 && !sessionPresent)
}

/** SUBSCRIBE for each topic that comes in, UNSUBSCRIBE for each that only goes out; each in a packet of its own. */
export function* topicRequests(
  { remote, outOnly }: BridgeTopics,
  { version }: Connect,
  attemptUnsubscribe: boolean,
): Generator<Packet> {
  let packetId = FIRST_REQUEST_ID
  for (const { filter, qos } of remote) {
    packetId = nextId(packetId)
    const isV5 = version === 5
    const options = { noLocal: isV5, retainAsPublished: isV5, retainHandling: 0 } as const
    yield { type: 'subscribe', packetId, subscriptions: [{ filter, qos, ...options }] }
  }
  if (!attemptUnsubscribe) return
  for (const filter of outOnly) {
    packetId = nextId(packetId)
    yield { type: 'unsubscribe', packetId, filters: [filter] }
  }
}

/** Counts down, far from the identifiers of messages, which count up from 1 [MQTT-2.2.1-3]. */
const FIRST_REQUEST_ID = 65_535

function nextId(packetId: number): number {
  return packetId > 32_768 ? packetId - 1 : FIRST_REQUEST_ID - 1
}
