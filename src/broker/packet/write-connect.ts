import type { ByteSink } from './byte-sink.ts'
import { BRIDGE_BIT, connectFlags } from './connect-flags.ts'
import type { Connect } from './packet.ts'
import { writePropertyBlock } from './write-properties.ts'

/** CONNECT (MQTT 5.0 3.1), in the version that it asks for. */
export function writeConnect(sink: ByteSink, connect: Connect): void {
  const { version, isBridge, keepAliveSeconds, clientId, will, username, password, properties } = connect
  sink.text(version === 3 ? 'MQIsdp' : 'MQTT') // [MQTT-3.1.2-1]
  sink.byte(isBridge && version !== 5 ? version | BRIDGE_BIT : version)
  sink.byte(connectFlags(connect))
  sink.uint16(keepAliveSeconds)
  if (version === 5) writePropertyBlock(sink, 'connect', properties)
  sink.text(clientId) // the order is [MQTT-3.1.3-1]
  if (will !== undefined) {
    if (version === 5) writePropertyBlock(sink, 'will', will.properties)
    sink.text(will.topic)
    sink.binary(will.payload)
  }
  if (username !== undefined) sink.text(username)
  if (password !== undefined) sink.binary(password)
}
