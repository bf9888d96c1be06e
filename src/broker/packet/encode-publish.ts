/** PUBLISH (MQTT 5.0 3.3): measured and written by hand, as the packet there are most of. */

import { ByteWriter, variableByteIntegerLength } from './byte-sink.ts'
import type { ProtocolVersion, Publish } from './packet.ts'
import { PACKET_TYPE } from './packet-type.ts'
import { propertiesLength, writeProperties } from './write-properties.ts'

const MAX_TOPIC_BYTES = 0xffff

/** The first byte of a PUBLISH. */
export function publishFirstByte({
  duplicate,
  qos,
  retain,
}: Pick<Publish, 'duplicate' | 'qos' | 'retain'>): number {
  return (PACKET_TYPE.publish << 4) | (duplicate ? 0b1000 : 0) | (qos << 1) | (retain ? 1 : 0)
}

/** @throws RangeError when the topic or the packet is longer than the protocol allows. */
export function encodePublish(version: ProtocolVersion, publish: Publish): Buffer {
  const { topic, qos, packetId, payload, properties } = publish
  const topicLength = Buffer.byteLength(topic)
  if (topicLength > MAX_TOPIC_BYTES) throw new RangeError(`a topic of ${topicLength} bytes is too long`)
  const blockLength = version === 5 && properties !== undefined ? propertiesLength('publish', properties) : 0
  const blockPrefix = version === 5 ? variableByteIntegerLength(blockLength) : 0
  const remaining = 2 + topicLength + (qos === 0 ? 0 : 2) + blockPrefix + blockLength + payload.length
  const writer = new ByteWriter(1 + variableByteIntegerLength(remaining) + remaining)
  writer.byte(publishFirstByte(publish))
  writer.variableByteInteger(remaining)
  writer.text(topic)
  if (qos !== 0) writer.uint16(packetId) // [MQTT-2.2.1-2]
  if (version === 5) writer.variableByteInteger(blockLength)
  if (blockLength > 0 && properties !== undefined) writeProperties(writer, 'publish', properties)
  writer.bytes(payload)
  return writer.buffer
}
