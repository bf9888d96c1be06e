import type { ByteSink } from './byte-sink.ts'
import type { ProtocolVersion, Subscribe, SubscriptionRequest } from './packet.ts'
import { writePropertyBlock } from './write-properties.ts'

/** SUBSCRIBE (MQTT 5.0 3.8), which a bridge sends. */
export function writeSubscribe(
  sink: ByteSink,
  version: ProtocolVersion,
  { packetId, subscriptions, properties }: Subscribe,
): void {
  sink.uint16(packetId)
  if (version === 5) writePropertyBlock(sink, 'subscribe', properties)
  for (const request of subscriptions) {
    sink.text(request.filter)
    sink.byte(version === 5 ? subscriptionOptions(request) : request.qos)
  }
}

/** MQTT 5.0 3.8.3.1. */
function subscriptionOptions({
  qos,
  noLocal,
  retainAsPublished,
  retainHandling,
}: SubscriptionRequest): number {
  return qos | (noLocal ? 0x04 : 0) | (retainAsPublished ? 0x08 : 0) | (retainHandling << 4)
}
