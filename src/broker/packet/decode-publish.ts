/** PUBLISH (MQTT 5.0 3.3). */

import type { ByteReader } from './byte-reader.ts'
import type { Publish } from './packet.ts'
import { isQos } from './qos.ts'
import { readProperties } from './read-properties.ts'
import { REASON } from './reason-code.ts'

export function decodePublish(reader: ByteReader, first: number): Publish {
  const qos = (first >> 1) & 0b11
  if (!isQos(qos)) reader.fail(REASON.malformedPacket, 'the QoS is 3') // [MQTT-3.3.1-4]
  const duplicate = (first & 0b1000) !== 0
  if (duplicate && qos === 0) reader.fail(REASON.malformedPacket, 'DUP is set with QoS 0') // [MQTT-3.3.1-2]
  const retain = (first & 0b1) !== 0
  const isV5 = reader.version === 5
  const topic = reader.topicName('the topic name', isV5) // [MQTT-3.3.2-1], [MQTT-3.3.2-2]
  const packetId = qos === 0 ? 0 : reader.packetId()
  const properties = isV5 ? readProperties(reader, 'publish') : undefined
  if (isV5 && topic === '' && properties?.topicAlias === undefined)
    reader.fail(REASON.protocolError, 'there is neither a topic name nor a topic alias') // 3.3.2.1
  const payload = reader.rest()
  const publish: Publish = {
    type: 'publish',
    duplicate,
    qos: isQos(qos) ? qos : 0,
    retain,
    topic,
    packetId,
    payload,
  }
  return properties === undefined ? publish : { ...publish, properties }
}
