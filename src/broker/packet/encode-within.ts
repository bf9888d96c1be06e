/** Packets for a receiver that has announced a maximum packet size (MQTT 5.0 3.1.2.11.4). */

import { encode } from './encode.ts'
import type { Packet, Properties, ProtocolVersion } from './packet.ts'

/** User properties in these are the message's own, or ask for something: they are never left out [MQTT-3.3.2-17]. */
const UNABRIDGED: ReadonlySet<Packet['type']> = new Set(['connect', 'publish', 'subscribe', 'unsubscribe'])

/**
 * Encodes a packet in at most `maximumPacketSize` bytes. Where that needs room, an answer loses its user properties
 * and then its reason string ([MQTT-3.2.2-19], [MQTT-3.2.2-20], and the like of each answer). `undefined` when it is
 * too long even so, and must not be sent [MQTT-3.1.2-24].
 */
export function encodeWithin(
  version: ProtocolVersion,
  packet: Packet,
  maximumPacketSize: number,
): Buffer | undefined {
  for (const candidate of abridgements(packet)) {
    const bytes = encode(version, candidate)
    if (bytes.length <= maximumPacketSize) return bytes
  }
  return undefined
}

function* abridgements(packet: Packet): Iterable<Packet> {
  yield packet
  if (UNABRIDGED.has(packet.type) || !('properties' in packet) || packet.properties === undefined) return
  const { userProperties, ...properties } = packet.properties
  if (userProperties !== undefined) yield withProperties(packet, properties)
  const { reasonString, ...bare } = properties
  if (reasonString !== undefined) yield withProperties(packet, bare)
}

function withProperties<Some extends Packet>(packet: Some, properties: Properties): Some {
  return { ...packet, properties }
}
