/** DISCONNECT (MQTT 5.0 3.14) and AUTH (3.15). */

import { readReasonCode } from './allowed-reason-codes.ts'
import type { ByteReader } from './byte-reader.ts'
import type { Farewell } from './packet.ts'
import { readProperties } from './read-properties.ts'
import { REASON } from './reason-code.ts'

/** Success may go unsaid; what a DISCONNECT leaves out after that are its properties (3.14.2.1, 3.14.2.2.1). */
export function decodeFarewell(reader: ByteReader, type: Farewell['type']): Farewell {
  if (reader.version !== 5 || reader.remaining === 0) return { type, reasonCode: REASON.success }
  const reasonCode = readReasonCode(reader, type) // [MQTT-3.14.2-1], [MQTT-3.15.2-1]
  const mayEnd = type === 'disconnect' && reader.remaining === 0
  const properties = mayEnd ? undefined : readProperties(reader, type)
  if (type === 'auth' && properties?.authenticationMethod === undefined)
    reader.fail(REASON.protocolError, 'there is no authentication method') // 3.15.2.2.2
  return properties === undefined ? { type, reasonCode } : { type, reasonCode, properties }
}
