/** Packets as short texts, for comparing: `PUBLISH a x q1 #1 retain {"contentType":"t"}`, `PUBACK #1 0x10`. */

import type { Malformed, Packet, Properties } from '../../../src/broker/packet/packet.ts'

export function showPacket(packet: Packet | Malformed): string {
  if (packet.type === 'malformed') throw new Error(`the broker sent what is malformed: ${packet.message}`)
  return [
    packet.type.toUpperCase(),
    ...details(packet),
    ...shownProperties('properties' in packet ? packet.properties : undefined),
  ].join(' ')
}

function details(packet: Packet): string[] {
  switch (packet.type) {
    case 'publish':
      return [
        packet.topic === '' ? '""' : packet.topic,
        packet.payload.length > 60
          ? `(${packet.payload.length} bytes)`
          : Buffer.from(packet.payload).toString(),
        ...(packet.qos === 0 ? [] : [`q${packet.qos}`, `#${packet.packetId}`]),
        ...(packet.duplicate ? ['dup'] : []),
        ...(packet.retain ? ['retain'] : []),
      ]
    case 'suback':
    case 'unsuback':
      return [`#${packet.packetId}`, ...packet.reasonCodes.map(hex)]
    case 'connack':
      return [hex(packet.reasonCode), ...(packet.sessionPresent ? ['present'] : [])]
    case 'disconnect':
    case 'auth':
      return [hex(packet.reasonCode)]
    case 'puback':
    case 'pubrec':
    case 'pubrel':
    case 'pubcomp':
      return [`#${packet.packetId}`, ...(packet.reasonCode === 0 ? [] : [hex(packet.reasonCode)])]
    default:
      return []
  }
}

function hex(code: number): string {
  return code < 10 ? String(code) : `0x${code.toString(16).padStart(2, '0')}`
}

function shownProperties(properties: Properties | undefined): string[] {
  if (properties === undefined || Object.keys(properties).length === 0) return []
  return [JSON.stringify(properties, (_, value: unknown) => plain(value))]
}

/** Buffers turn themselves into objects before a replacer sees them. */
function plain(value: unknown): unknown {
  const isBytes = typeof value === 'object' && value !== null && 'data' in value && Array.isArray(value.data)
  return isBytes ? Buffer.from(value.data as number[]).toString() : value
}
