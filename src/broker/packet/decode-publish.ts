/** PUBLISH (MQTT 5.0 3.3). */

import type { ByteReader } from './byte-reader.ts'
import type { Publish } from './packet.ts'
import { isQos } from './qos.ts'
import { readProperties } from './read-properties.ts'
import { REASON } from './reason-code.ts'

export function decodePublish(reader: ByteReader, first: number): Publish {
  const bits = (first >> 1) & 0b11
  const qos = isQos(bits) ? bits : 0
  if (bits !== qos) reader.fail(REASON.malformedPacket, 'the QoS is 3') // [MQTT-3.3.1-4]
  const duplicate = (first & 0b1000) !== 0
  if (duplicate && bits === 0) reader.fail(REASON.malformedPacket, 'DUP is set with QoS 0') // [MQTT-3.3.1-2]
  const retain = (first & 0b1) !== 0
  const topic = reader.topicName('the topic name', reader.version === 5) // [MQTT-3.3.2-1], [MQTT-3.3.2-2]
  const packetId = qos === 0 ? 0 : reader.packetId()
  if (reader.version !== 5)
    return { type: 'publish', duplicate, qos, retain, topic, packetId, payload: reader.rest() }
  const properties = readProperties(reader, 'publish')
  if (topic === '' && properties?.topicAlias === undefined)
    reader.fail(REASON.protocolError, 'there is neither a topic name nor a topic alias') // 3.3.2.1
  const payload = reader.rest()
  // Not one object spread into another: that costs as much as all the rest.
  return properties === undefined
    ? { type: 'publish', duplicate, qos, retain, topic, packetId, payload }
    : { type: 'publish', duplicate, qos, retain, topic, packetId, payload, properties }
}
