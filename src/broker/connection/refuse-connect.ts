/** CONNACK for a client that is not let in (MQTT 5.0 3.2.2.2, MQTT 3.1.1 3.2.2.3). */

import { encode } from '../packet/encode.ts'
import type { ProtocolVersion } from '../packet/packet.ts'
import type { Transport } from '../transport/transport.ts'
import type { Refusal } from './handle-connect.ts'

export function refuseConnect(
  transport: Transport,
  version: ProtocolVersion,
  { reasonCode, returnCode }: Refusal,
): void {
  const code = version === 5 ? reasonCode : returnCode
  transport.write([encode(version, { type: 'connack', sessionPresent: false, reasonCode: code })]) // [MQTT-3.2.2-6]
}
