/** CONNACK for a client that is not let in (MQTT 5.0 3.2.2.2, MQTT 3.1.1 3.2.2.3). */

import { encode } from '../packet/encode.ts'
import type { ProtocolVersion } from '../packet/packet.ts'
import type { Transport } from '../transport/transport.ts'

/** `reasonCode`: a return code in 3.x. */
export function refuseConnect(transport: Transport, version: ProtocolVersion, reasonCode: number): void {
  transport.write([encode(version, { type: 'connack', sessionPresent: false, reasonCode })]) // [MQTT-3.2.2-6]
}
