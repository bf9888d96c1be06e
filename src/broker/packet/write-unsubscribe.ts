import type { ByteSink } from './byte-sink.ts'
import type { ProtocolVersion, Unsubscribe } from './packet.ts'
import { writePropertyBlock } from './write-properties.ts'

/** UNSUBSCRIBE (MQTT 5.0 3.10), which a bridge sends. */
export function writeUnsubscribe(
  sink: ByteSink,
  version: ProtocolVersion,
  { packetId, filters, properties }: Unsubscribe,
): void {
  sink.uint16(packetId)
  if (version === 5) writePropertyBlock(sink, 'unsubscribe', properties)
  for (const filter of filters) sink.text(filter)
}
