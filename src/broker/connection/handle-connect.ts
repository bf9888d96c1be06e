/** CONNECT (MQTT 5.0 3.1, 3.2): is the client let in, under which identifier, and with which session. */

import type { ListenerConfig } from '../config/broker-config.ts'
import type { Hub } from '../hub/hub.ts'
import type { Connack, Connect, Properties } from '../packet/packet.ts'
import { REASON, RETURN_CODE } from '../packet/reason-code.ts'
import type { Admission, Refusal } from '../security/verdict.ts'
import { NEVER_EXPIRES } from '../session/session.ts'

/** What can be said against a CONNECT before anybody is asked about user and password. */
export function connectProblem(hub: Hub, listener: ListenerConfig, connect: Connect): Refusal | undefined {
  const { version, properties } = connect
  if (!listener.acceptedVersions.includes(version))
    return refusal(
      connect,
      REASON.unsupportedProtocolVersion,
      RETURN_CODE.unacceptableProtocolVersion,
      'its protocol version is not accepted here',
    )
  if (properties?.authenticationMethod !== undefined)
    return refusal(
      connect,
      REASON.badAuthenticationMethod,
      RETURN_CODE.notAuthorized,
      'its authentication method is not known',
    ) // [MQTT-4.12.0-1]
  return keepAliveProblem(hub, connect) ?? willProblem(hub, listener, connect)
}

function keepAliveProblem({ config }: Hub, connect: Connect): Refusal | undefined {
  const { version, keepAliveSeconds } = connect
  const most = config.limits.maxKeepAliveSeconds
  if (version === 5 || most === 0 || (keepAliveSeconds > 0 && keepAliveSeconds <= most)) return undefined
  return refusal(
    connect,
    REASON.clientIdentifierNotValid,
    RETURN_CODE.identifierRejected,
    'its keep alive is longer than allowed',
  )
}

function willProblem({ config }: Hub, listener: ListenerConfig, connect: Connect): Refusal | undefined {
  const { will } = connect
  if (will === undefined) return undefined
  if (will.qos > listener.maxQos)
    return refusal(
      connect,
      REASON.qosNotSupported,
      RETURN_CODE.notAuthorized,
      'the QoS of its will is not allowed here',
    ) // [MQTT-3.2.2-12]
  if (will.retain && !config.general.retainAvailable)
    return refusal(
      connect,
      REASON.retainNotSupported,
      RETURN_CODE.notAuthorized,
      'its will is retained, which is not allowed here',
    ) // [MQTT-3.2.2-13]
  if (will.topic.startsWith('$CONTROL/'))
    return refusal(
      connect,
      REASON.topicNameInvalid,
      RETURN_CODE.notAuthorized,
      'its will is on a topic of the broker',
    )
  return undefined
}

export function refusal(
  { version }: Connect,
  reasonCode: number,
  returnCode: number,
  because: string,
): Refusal {
  return { admitted: false, reasonCode: version === 5 ? reasonCode : returnCode, because }
}

/** Seconds that the session lives on after its connection; `persistent_client_expiration` is for 3.x only. */
export function sessionExpiry({ config }: Hub, { version, cleanStart, properties }: Connect): number {
  if (version === 5) return properties?.sessionExpiryInterval ?? 0
  return cleanStart ? 0 : (config.general.persistentClientExpirationSeconds ?? NEVER_EXPIRES)
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
  admitted: Admission,
  sessionPresent: boolean,
): Connack {
  const accepted = { type: 'connack', sessionPresent, reasonCode: REASON.success } as const
  if (asked.version !== 5) return { ...accepted, sessionPresent: sessionPresent && asked.version === 4 }
  return { ...accepted, properties: announced(hub, listener, asked, admitted) }
}

function announced(
  hub: Hub,
  listener: ListenerConfig,
  asked: Connect,
  { clientId, isAssigned }: Admission,
): Properties {
  const { limits, general } = hub.config
  const keepAlive = keepAliveOf(hub, asked)
  const hasReceiveMaximum = limits.maxInflightMessages > 0 && limits.maxInflightMessages < 65_535
  return {
    ...(keepAlive === asked.keepAliveSeconds ? {} : { serverKeepAlive: keepAlive }), // [MQTT-3.1.2-21]
    ...(listener.maxTopicAlias > 0 ? { topicAliasMaximum: listener.maxTopicAlias } : {}),
    ...(isAssigned ? { assignedClientIdentifier: clientId } : {}),
    ...(general.retainAvailable ? {} : { retainAvailable: 0 }),
    ...(limits.maxPacketSize > 0 ? { maximumPacketSize: limits.maxPacketSize } : {}),
    ...(hasReceiveMaximum ? { receiveMaximum: limits.maxInflightMessages } : {}),
    ...(listener.maxQos < 2 ? { maximumQos: listener.maxQos } : {}),
  }
}
