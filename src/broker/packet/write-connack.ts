import type { ByteSink } from './byte-sink.ts'
import type { Connack, ProtocolVersion } from './packet.ts'
import { writePropertyBlock } from './write-properties.ts'

/** CONNACK (MQTT 5.0 3.2). In 3.1 the byte of Session Present is reserved. */
export function writeConnack(
  sink: ByteSink,
  version: ProtocolVersion,
  { sessionPresent, reasonCode, properties }: Connack,
): void {
  sink.byte(sessionPresent && version !== 3 ? 1 : 0) // [MQTT-3.2.2-1]
  sink.byte(reasonCode)
  if (version === 5) writePropertyBlock(sink, 'connack', properties)
}
