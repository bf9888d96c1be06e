import type { ByteSink } from './byte-sink.ts'
import type { ProtocolVersion, SubscriptionAcknowledgement } from './packet.ts'
import { writePropertyBlock } from './write-properties.ts'

/** SUBACK and UNSUBACK (MQTT 5.0 3.9, 3.11); the UNSUBACK of 3.x has no payload. */
export function writeSubscriptionAcknowledgement(
  sink: ByteSink,
  version: ProtocolVersion,
  { type, packetId, reasonCodes, properties }: SubscriptionAcknowledgement,
): void {
  sink.uint16(packetId)
  if (version === 5) writePropertyBlock(sink, type, properties)
  if (type === 'unsuback' && version !== 5) return
  for (const reasonCode of reasonCodes) sink.byte(reasonCode)
}
