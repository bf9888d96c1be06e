import type { ByteSink } from './byte-sink.ts'
import type { Farewell, ProtocolVersion } from './packet.ts'
import { hasProperties, writePropertyBlock } from './write-properties.ts'

/** DISCONNECT (MQTT 5.0 3.14) and AUTH (3.15), in the shortest form there is. */
export function writeFarewell(
  sink: ByteSink,
  version: ProtocolVersion,
  { type, reasonCode, properties }: Farewell,
): void {
  if (version !== 5 || (reasonCode === 0 && !hasProperties(properties))) return
  sink.byte(reasonCode)
  if (type === 'auth' || hasProperties(properties)) writePropertyBlock(sink, type, properties)
}
