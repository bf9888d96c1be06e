/** SUBACK and UNSUBACK (MQTT 5.0 3.9, 3.11), which a bridge receives. */

import { readReasonCode } from './allowed-reason-codes.ts'
import type { ByteReader } from './byte-reader.ts'
import type { SubscriptionAcknowledgement } from './packet.ts'
import { readProperties } from './read-properties.ts'
import { REASON } from './reason-code.ts'

export function decodeSubscriptionAcknowledgement(
  reader: ByteReader,
  type: SubscriptionAcknowledgement['type'],
): SubscriptionAcknowledgement {
  const packetId = reader.packetId()
  const isV5 = reader.version === 5
  if (type === 'unsuback' && !isV5) return { type, packetId, reasonCodes: [] } // 3.1.1 3.11.3: no payload
  const properties = isV5 ? readProperties(reader, type) : undefined
  const reasonCodes: number[] = []
  while (reader.remaining > 0) reasonCodes.push(readReasonCode(reader, type)) // [MQTT-3.9.3-2], [MQTT-3.11.3-2]
  if (reasonCodes.length === 0) reader.fail(REASON.protocolError, 'it acknowledges nothing') // [MQTT-3.9.3-1], [MQTT-3.11.3-1]
  const acknowledgement = { type, packetId, reasonCodes }
  return properties === undefined ? acknowledgement : { ...acknowledgement, properties }
}
