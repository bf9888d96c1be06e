/** The client identifier that a CONNECT leads to, before anybody is authenticated (`handle__connect` of Mosquitto). */

import { randomUUID } from 'node:crypto'
import type { ListenerConfig, SecurityConfig } from '../config/broker-config.ts'
import type { Connect } from '../packet/packet.ts'
import { REASON, RETURN_CODE } from '../packet/reason-code.ts'
import { type Refusal, refuseUnauthorized } from './verdict.ts'

export interface ChosenClientId {
  readonly clientId: string
  /** The broker made it up: CONNACK of 5.0 must tell it [MQTT-3.1.3-7]. */
  readonly isAssigned: boolean
}

export function chooseClientId(
  connect: Connect,
  listener: ListenerConfig,
  security: SecurityConfig,
): ChosenClientId | Refusal {
  const isAssigned = connect.clientId === ''
  const refusal = isAssigned ? emptyRefusal(connect, security) : undefined
  if (refusal !== undefined) return refusal
  const prefix = listener.autoIdPrefix ?? security.autoIdPrefix
  const clientId = isAssigned ? `${prefix}${randomUUID().toUpperCase()}` : connect.clientId
  const { clientIdPrefixes } = security
  if (clientIdPrefixes !== undefined && !clientId.startsWith(clientIdPrefixes))
    return refuseUnauthorized(connect, 'the client identifier does not start as clientid_prefixes says')
  return { clientId, isAssigned }
}

function emptyRefusal(
  { version, cleanStart }: Connect,
  { allowZeroLengthClientId }: SecurityConfig,
): Refusal | undefined {
  if (version === 5 && !allowZeroLengthClientId)
    return { admitted: false, reasonCode: REASON.unspecifiedError, because: EMPTY }
  // [MQTT-3.1.3-8]; 3.1 knows no empty identifiers at all.
  if (version === 3 || (version === 4 && !(cleanStart && allowZeroLengthClientId)))
    return { admitted: false, reasonCode: RETURN_CODE.identifierRejected, because: EMPTY }
  return undefined
}

const EMPTY = 'the client identifier is empty'
