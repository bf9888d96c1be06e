/** CONNACK (MQTT 5.0 3.2), which a bridge receives. */

import { readReasonCode } from './allowed-reason-codes.ts'
import type { ByteReader } from './byte-reader.ts'
import type { Connack } from './packet.ts'
import { readProperties } from './read-properties.ts'
import { REASON } from './reason-code.ts'

export function decodeConnack(reader: ByteReader): Connack {
  const flags = reader.byte()
  const isV31 = reader.version === 3 // has no flags yet
  if (flags > 1 && !isV31) reader.fail(REASON.malformedPacket, 'the acknowledge flags are above 1') // [MQTT-3.2.2-1]
  const sessionPresent = flags === 1 && !isV31
  const reasonCode = readReasonCode(reader, 'connack') // [MQTT-3.2.2-8]
  if (sessionPresent && reasonCode !== 0)
    reader.fail(REASON.protocolError, 'a refusal says that a session is present') // [MQTT-3.2.2-6], 3.1.1 [MQTT-3.2.2-4]
  const properties = reader.version === 5 ? readProperties(reader, 'connack') : undefined
  const connack: Connack = { type: 'connack', sessionPresent, reasonCode }
  return properties === undefined ? connack : { ...connack, properties }
}
