import type { Properties } from './packet.ts'

/**
 * What a server passes on of a PUBLISH, unaltered: payload format [MQTT-3.3.2-4], content type [MQTT-3.3.2-20],
 * response topic [MQTT-3.3.2-15], correlation data [MQTT-3.3.2-16], user properties [MQTT-3.3.2-17], and the
 * expiry, from which the server takes off the time that the message waited [MQTT-3.3.2-6]. Topic alias and
 * subscription identifiers belong to one connection [MQTT-3.3.2-7]. `undefined` when nothing is left.
 */
export function publishProperties(properties: Properties): Properties | undefined {
  const { topicAlias, subscriptionIdentifiers, ...forwarded } = properties
  if (topicAlias === undefined && subscriptionIdentifiers === undefined) return properties
  for (const _ in forwarded) return forwarded
  return undefined
}
