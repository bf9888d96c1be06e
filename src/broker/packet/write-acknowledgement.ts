/** PUBACK, PUBREC, PUBREL and PUBCOMP (MQTT 5.0 3.4 to 3.7), in the shortest form there is. */

import type { ByteSink } from './byte-sink.ts'
import type { Acknowledgement, ProtocolVersion } from './packet.ts'
import { firstByte } from './packet-type.ts'
import { hasProperties, writePropertyBlock } from './write-properties.ts'

/** Bytes that {@link writeAcknowledgement} writes. */
export const ACKNOWLEDGEMENT_LENGTH = 4

const BODY_LENGTH = 2

/** Writes one that says success and no more, which is the same in all versions. The four bytes must be there. */
export function writeAcknowledgement(
  buffer: Uint8Array,
  offset: number,
  type: Acknowledgement['type'],
  packetId: number,
): void {
  buffer[offset] = firstByte(type)
  buffer[offset + 1] = BODY_LENGTH
  buffer[offset + 2] = packetId >>> 8
  buffer[offset + 3] = packetId
}

export function writeAcknowledgementBody(
  sink: ByteSink,
  version: ProtocolVersion,
  { type, packetId, reasonCode, properties }: Acknowledgement,
): void {
  sink.uint16(packetId)
  if (version !== 5 || (reasonCode === 0 && !hasProperties(properties))) return
  sink.byte(reasonCode)
  if (hasProperties(properties)) writePropertyBlock(sink, type, properties)
}
