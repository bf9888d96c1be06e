/** The level and the flags of CONNECT (MQTT 5.0 3.1.2.3). */

import type { Connect, ProtocolVersion, Qos } from './packet.ts'
import { isQos } from './qos.ts'

export const CONNECT_FLAG = {
  reserved: 0x01,
  cleanStart: 0x02,
  will: 0x04,
  willRetain: 0x20,
  password: 0x40,
  username: 0x80,
} as const

/** Set in the level of 3.x by Mosquitto when it connects as a bridge (`try_private`). */
export const BRIDGE_BIT = 0x80

const WILL_QOS_SHIFT = 3
const WILL_QOS_MASK = 0x18

/** `undefined` when it is 3. */
export function willQos(flags: number): Qos | undefined {
  const qos = (flags & WILL_QOS_MASK) >> WILL_QOS_SHIFT
  return isQos(qos) ? qos : undefined
}

/** Says which rule the flags break; 3.1 has the rules for QoS and password only. */
export function connectFlagsProblem(version: ProtocolVersion, flags: number): string | undefined {
  if (willQos(flags) === undefined) return 'the will QoS is 3' // [MQTT-3.1.2-12], 3.1.1 [MQTT-3.1.2-14]
  if (version !== 5 && (flags & CONNECT_FLAG.password) !== 0 && (flags & CONNECT_FLAG.username) === 0)
    return 'there is a password without a user name' // 3.1.1 [MQTT-3.1.2-22]
  if (version === 3) return undefined
  if ((flags & CONNECT_FLAG.reserved) !== 0) return 'the reserved connect flag is set' // [MQTT-3.1.2-3]
  const hasWillFlags = (flags & (WILL_QOS_MASK | CONNECT_FLAG.willRetain)) !== 0
  if ((flags & CONNECT_FLAG.will) === 0 && hasWillFlags)
    return 'there is a will QoS or a will retain flag without a will' // [MQTT-3.1.2-11], [MQTT-3.1.2-13]
  return undefined
}

export function connectFlags({ cleanStart, will, username, password }: Connect): number {
  let flags = cleanStart ? CONNECT_FLAG.cleanStart : 0
  if (will !== undefined) flags |= CONNECT_FLAG.will | (will.qos << WILL_QOS_SHIFT)
  if (will?.retain) flags |= CONNECT_FLAG.willRetain
  if (username !== undefined) flags |= CONNECT_FLAG.username
  if (password !== undefined) flags |= CONNECT_FLAG.password
  return flags
}
