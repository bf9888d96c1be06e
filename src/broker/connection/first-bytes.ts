/** Who does not begin with CONNECT is told apart at the first byte: what it sends may never look like a whole packet. */

import { PACKET_TYPE } from '../packet/packet-type.ts'

/** Type and major version of a TLS record (RFC 8446 5.1); as a CONNECT it would be too short. */
const TLS_HANDSHAKE = 0x16
const TLS_MAJOR = 3
const HTTP = /^(?:GET|POST|HEAD|PUT|OPTIONS|CONNECT|DELETE) /

/** What is wrong with the first bytes of a connection, for the log; `undefined` where a CONNECT may begin [MQTT-3.1.0-1]. */
export function firstBytesProblem(bytes: Buffer): string | undefined {
  const [first = 0, second] = bytes
  if (first === TLS_HANDSHAKE && second === TLS_MAJOR) return 'it speaks TLS, which this listener does not'
  if (first >> 4 === PACKET_TYPE.connect) return undefined
  if (HTTP.test(bytes.toString('latin1', 0, 8))) return 'it speaks HTTP, which this listener does not'
  return 'its first packet is no CONNECT'
}
