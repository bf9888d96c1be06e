/** SUBSCRIBE (MQTT 5.0 3.8). */

import type { ByteReader } from './byte-reader.ts'
import type { Subscribe, SubscriptionRequest } from './packet.ts'
import { isQos } from './qos.ts'
import { readProperties } from './read-properties.ts'
import { REASON } from './reason-code.ts'
import { isShared, subscriptionFilterProblem } from './subscription-filter.ts'

const NO_LOCAL = 0x04
const RETAIN_AS_PUBLISHED = 0x08
const RESERVED = 0xc0
const RESERVED_IN_3X = 0xfc
const MAX_EXCERPT = 100

export function decodeSubscribe(reader: ByteReader): Subscribe {
  const packetId = reader.packetId()
  const properties = reader.version === 5 ? readProperties(reader, 'subscribe') : undefined
  const subscriptions: SubscriptionRequest[] = []
  while (reader.remaining > 0) subscriptions.push(readRequest(reader))
  if (subscriptions.length === 0) reader.fail(REASON.protocolError, 'there is nothing to subscribe to') // [MQTT-3.8.3-2], 3.1.1 [MQTT-3.8.3-3]
  const subscribe: Subscribe = { type: 'subscribe', packetId, subscriptions }
  return properties === undefined ? subscribe : { ...subscribe, properties }
}

function readRequest(reader: ByteReader): SubscriptionRequest {
  const filter = readFilter(reader)
  const options = reader.byte()
  const qos = options & 0b11
  const retainHandling = (options >> 4) & 0b11
  const reserved = reader.version === 5 ? RESERVED : RESERVED_IN_3X
  if ((options & reserved) !== 0) reader.fail(REASON.malformedPacket, 'reserved subscription options are set') // [MQTT-3.8.3-5], 3.1.1 [MQTT-3-8.3-4]
  if (!isQos(qos)) reader.fail(REASON.protocolError, 'the QoS of a subscription is 3') // 3.8.3.1
  if (!isQos(retainHandling)) reader.fail(REASON.protocolError, 'the retain handling is 3') // 3.8.3.1
  const noLocal = (options & NO_LOCAL) !== 0
  if (noLocal && isShared(filter)) reader.fail(REASON.protocolError, 'a shared subscription has No Local set') // [MQTT-3.8.3-4]
  return {
    filter,
    qos: isQos(qos) ? qos : 0,
    noLocal,
    retainAsPublished: (options & RETAIN_AS_PUBLISHED) !== 0,
    retainHandling: isQos(retainHandling) ? retainHandling : 0,
  }
}

/** A topic filter, at the reader's position. [MQTT-3.8.3-1] */
export function readFilter(reader: ByteReader): string {
  const filter = reader.text('a topic filter')
  if (reader.problem !== undefined) return filter
  const problem = subscriptionFilterProblem(filter)
  if (problem !== undefined) reader.fail(REASON.topicFilterInvalid, `"${excerpt(filter)}": ${problem}`)
  return filter
}

/** A filter may have 65,535 bytes; the log is no place for them. */
function excerpt(filter: string): string {
  return filter.length > MAX_EXCERPT ? `${filter.slice(0, MAX_EXCERPT)}...` : filter
}
