/** UNSUBSCRIBE (MQTT 5.0 3.10). */

import type { ByteReader } from './byte-reader.ts'
import { readFilter } from './decode-subscribe.ts'
import type { Unsubscribe } from './packet.ts'
import { readProperties } from './read-properties.ts'
import { REASON } from './reason-code.ts'

export function decodeUnsubscribe(reader: ByteReader): Unsubscribe {
  const packetId = reader.packetId()
  const properties = reader.version === 5 ? readProperties(reader, 'unsubscribe') : undefined
  const filters: string[] = []
  while (reader.remaining > 0) filters.push(readFilter(reader)) // [MQTT-3.10.3-1]
  if (filters.length === 0) reader.fail(REASON.protocolError, 'there is nothing to unsubscribe from') // [MQTT-3.10.3-2]
  const unsubscribe: Unsubscribe = { type: 'unsubscribe', packetId, filters }
  return properties === undefined ? unsubscribe : { ...unsubscribe, properties }
}
