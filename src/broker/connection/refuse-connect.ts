/** CONNACK for a client that is not let in (MQTT 5.0 3.2.2.2, MQTT 3.1.1 3.2.2.3). */

import { encode } from '../packet/encode.ts'
import type { Malformed, ProtocolVersion } from '../packet/packet.ts'
import { REASON, RETURN_CODE } from '../packet/reason-code.ts'
import type { Transport } from '../transport/transport.ts'

/** `reasonCode`: a return code in 3.x. */
export function refuseConnect(transport: Transport, version: ProtocolVersion, reasonCode: number): void {
  transport.write([encode(version, { type: 'connack', sessionPresent: false, reasonCode })]) // [MQTT-3.2.2-6]
}

/**
 * For a CONNECT that is none. 3.x has return codes for two faults, and closes without a word for all others; a version
 * that nobody knows is answered as 3.1.1 has it, which binds the server to answer (3.1.1 [MQTT-3.1.2-2]).
 */
export function answerMalformed(transport: Transport, { version, reasonCode }: Malformed): void {
  if (version === 5) refuseConnect(transport, 5, reasonCode)
  else if (reasonCode === REASON.unsupportedProtocolVersion)
    refuseConnect(transport, 4, RETURN_CODE.unacceptableProtocolVersion)
  else if (reasonCode === REASON.clientIdentifierNotValid)
    refuseConnect(transport, 4, RETURN_CODE.identifierRejected) // 3.1.1 [MQTT-3.1.3-8]
}
