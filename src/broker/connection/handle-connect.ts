/** CONNECT (MQTT 5.0 3.1, 3.2): is the client let in, under which identifier, and with which session. */

import { randomUUID } from 'node:crypto'
import type { ListenerConfig } from '../config/broker-config.ts'
import type { GateVerdict } from '../hub/gate.ts'
import type { Hub } from '../hub/hub.ts'
import type { Connack, Connect, Properties } from '../packet/packet.ts'
import { REASON, RETURN_CODE } from '../packet/reason-code.ts'
import { NEVER_EXPIRES } from '../session/session.ts'

export interface Refusal {
  readonly reasonCode: number
  /** For 3.x. */
  readonly returnCode: number
  readonly reason: string
}

export type Admitted = Extract<GateVerdict, { admitted: true }>

/** What can be said against a CONNECT before anybody is asked about user and password. */
export function connectProblem(hub: Hub, listener: ListenerConfig, connect: Connect): Refusal | undefined {
  const { version, clientId, cleanStart, properties } = connect
  if (!listener.acceptedVersions.includes(version))
    return refusal(
      REASON.unsupportedProtocolVersion,
      RETURN_CODE.unacceptableProtocolVersion,
      'its protocol version is not accepted here',
    )
  if (properties?.authenticationMethod !== undefined)
    return refusal(
      REASON.badAuthenticationMethod,
      RETURN_CODE.notAuthorized,
      'its authentication method is not known',
    ) // [MQTT-4.12.0-1]
  if (clientId === '' && !mayGetIdentifier(hub, listener, connect))
    return refusal(
      REASON.clientIdentifierNotValid,
      RETURN_CODE.identifierRejected,
      `its client identifier is empty${cleanStart ? '' : ', and it wants a session'}`,
    )
  return keepAliveProblem(hub, connect) ?? willProblem(hub, listener, connect)
}

/** 3.1 has no empty identifiers, 3.1.1 has them with clean session only [MQTT-3.1.3-8]. */
function mayGetIdentifier(hub: Hub, listener: ListenerConfig, { version, cleanStart }: Connect): boolean {
  const { allowZeroLengthClientId } = listener.security ?? hub.config.security
  return allowZeroLengthClientId && (version === 5 || (version === 4 && cleanStart))
}

function keepAliveProblem({ config }: Hub, { version, keepAliveSeconds }: Connect): Refusal | undefined {
  const most = config.limits.maxKeepAliveSeconds
  if (version === 5 || most === 0 || (keepAliveSeconds > 0 && keepAliveSeconds <= most)) return undefined
  return refusal(
    REASON.clientIdentifierNotValid,
    RETURN_CODE.identifierRejected,
    'its keep alive is longer than allowed',
  )
}

function willProblem({ config }: Hub, listener: ListenerConfig, { will }: Connect): Refusal | undefined {
  if (will === undefined) return undefined
  if (will.qos > listener.maxQos)
    return refusal(
      REASON.qosNotSupported,
      RETURN_CODE.notAuthorized,
      'the QoS of its will is not allowed here',
    ) // [MQTT-3.2.2-12]
  if (will.retain && !config.general.retainAvailable)
    return refusal(
      REASON.retainNotSupported,
      RETURN_CODE.notAuthorized,
      'its will is retained, which is not allowed here',
    ) // [MQTT-3.2.2-13]
  if (will.topic.startsWith('$CONTROL/'))
    return refusal(REASON.topicNameInvalid, RETURN_CODE.notAuthorized, 'its will is on a topic of the broker')
  return undefined
}

function refusal(reasonCode: number, returnCode: number, reason: string): Refusal {
  return { reasonCode, returnCode, reason }
}

/** The CONNECT with the identifier that the broker assigns where the client gave none [MQTT-3.1.3-6]. */
export function withIdentifier(hub: Hub, listener: ListenerConfig, connect: Connect): Connect {
  if (connect.clientId !== '') return connect
  const prefix = listener.autoIdPrefix ?? (listener.security ?? hub.config.security).autoIdPrefix
  return { ...connect, clientId: `${prefix}${randomUUID().toUpperCase()}` }
}

/** Seconds that the session lives on after its connection. */
export function sessionExpiry({ version, cleanStart, properties }: Connect): number {
  if (version === 5) return properties?.sessionExpiryInterval ?? 0
  return cleanStart ? 0 : NEVER_EXPIRES
}

/** 0: none. */
export function keepAliveOf({ config }: Hub, { version, keepAliveSeconds }: Connect): number {
  const most = config.limits.maxKeepAliveSeconds
  if (version !== 5 || most === 0) return keepAliveSeconds
  return keepAliveSeconds === 0 ? most : Math.min(keepAliveSeconds, most)
}

export function connackFor(
  hub: Hub,
  listener: ListenerConfig,
  asked: Connect,
  admitted: Admitted,
  sessionPresent: boolean,
): Connack {
  const accepted = { type: 'connack', sessionPresent, reasonCode: REASON.success } as const
  if (asked.version !== 5) return { ...accepted, sessionPresent: sessionPresent && asked.version === 4 }
  return { ...accepted, properties: announced(hub, listener, asked, admitted) }
}

function announced(hub: Hub, listener: ListenerConfig, asked: Connect, { clientId }: Admitted): Properties {
  const { limits, general } = hub.config
  const keepAlive = keepAliveOf(hub, asked)
  const hasReceiveMaximum = limits.maxInflightMessages > 0 && limits.maxInflightMessages < 65_535
  return {
    ...(keepAlive === asked.keepAliveSeconds ? {} : { serverKeepAlive: keepAlive }), // [MQTT-3.1.2-21]
    ...(listener.maxTopicAlias > 0 ? { topicAliasMaximum: listener.maxTopicAlias } : {}),
    ...(clientId === asked.clientId ? {} : { assignedClientIdentifier: clientId }),
    ...(general.retainAvailable ? {} : { retainAvailable: 0 }),
    ...(limits.maxPacketSize > 0 ? { maximumPacketSize: limits.maxPacketSize } : {}),
    ...(hasReceiveMaximum ? { receiveMaximum: limits.maxInflightMessages } : {}),
    ...(listener.maxQos < 2 ? { maximumQos: listener.maxQos } : {}),
  }
}
