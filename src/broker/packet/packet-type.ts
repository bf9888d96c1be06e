/** Control packet types: the high four bits of a packet's first byte (MQTT 5.0 2.1.2). */

import type { Packet } from './packet.ts'

export const PACKET_TYPE = {
  connect: 1,
  connack: 2,
  publish: 3,
  puback: 4,
  pubrec: 5,
  pubrel: 6,
  pubcomp: 7,
  subscribe: 8,
  suback: 9,
  unsubscribe: 10,
  unsuback: 11,
  pingreq: 12,
  pingresp: 13,
  disconnect: 14,
  auth: 15,
} as const satisfies Readonly<Record<Packet['type'], number>>

const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(PACKET_TYPE).map(([name, type]) => [type, name.toUpperCase()]),
)

/** What a packet of this type number is called in messages: `PUBLISH`. */
export function packetName(type: number): string {
  return NAMES.get(type) ?? `packet type ${type}`
}

/**
 * The first byte of every packet but PUBLISH. Flags are fixed: 0010 for PUBREL, SUBSCRIBE and UNSUBSCRIBE, and
 * 0000 for the rest [MQTT-2.1.3-1].
 */
export function firstByte(type: Exclude<Packet['type'], 'publish'>): number {
  return (PACKET_TYPE[type] << 4) | fixedFlags(PACKET_TYPE[type])
}

/** The flags that a packet of this type number must carry, PUBLISH aside (MQTT 5.0 table 2-2). */
export function fixedFlags(type: number): number {
  const hasFlag =
    type === PACKET_TYPE.pubrel || type === PACKET_TYPE.subscribe || type === PACKET_TYPE.unsubscribe
  return hasFlag ? 0b0010 : 0
}
