/** PUBACK, PUBREC, PUBREL and PUBCOMP (MQTT 5.0 3.4 to 3.7). */

import { readReasonCode } from './allowed-reason-codes.ts'
import type { ByteReader } from './byte-reader.ts'
import type { Acknowledgement } from './packet.ts'
import { readProperties } from './read-properties.ts'
import { REASON } from './reason-code.ts'

/** Success may go unsaid, and so may properties (MQTT 5.0 3.4.2.1, 3.4.2.2.1). */
export function decodeAcknowledgement(reader: ByteReader, type: Acknowledgement['type']): Acknowledgement {
  const packetId = reader.packetId()
  if (reader.version !== 5 || reader.remaining === 0) return { type, packetId, reasonCode: REASON.success }
  const reasonCode = readReasonCode(reader, type) // [MQTT-3.4.2-1], 3.5.2-1, 3.6.2-1, 3.7.2-1
  const properties = reader.remaining > 0 ? readProperties(reader, type) : undefined
  return properties === undefined
    ? { type, packetId, reasonCode }
    : { type, packetId, reasonCode, properties }
}
