/** Bytes to packets: all types, both directions, all versions. Bad bytes give a reason code, never an exception. */

import { ByteReader } from './byte-reader.ts'
import { decodeAcknowledgement } from './decode-acknowledgement.ts'
import { decodeConnack } from './decode-connack.ts'
import { decodeConnect } from './decode-connect.ts'
import { decodeFarewell } from './decode-farewell.ts'
import { decodePublish } from './decode-publish.ts'
import { decodeSubscribe } from './decode-subscribe.ts'
import { decodeSubscriptionAcknowledgement } from './decode-subscription-acknowledgement.ts'
import { decodeUnsubscribe } from './decode-unsubscribe.ts'
import type { Malformed, Packet, ProtocolVersion } from './packet.ts'
import { fixedFlags, PACKET_TYPE, packetName } from './packet-type.ts'
import { REASON } from './reason-code.ts'

/**
 * Decodes the packet `buffer[start..end)` whose body begins at `bodyStart`. `version` is what the connection has
 * agreed on; a CONNECT carries its own. Payloads and binary properties are views of `buffer`.
 *
 * What depends on direction or on the session is left to the caller: which types a server takes, which properties
 * and reason codes only one side may send, topic aliases, limits that were announced.
 */
export function decode(
  version: ProtocolVersion,
  buffer: Buffer,
  start: number,
  bodyStart: number,
  end: number,
): Packet | Malformed {
  const first = buffer[start] ?? 0
  const reader = new ByteReader(version, buffer, bodyStart, end)
  const packet =
    first >> 4 === PACKET_TYPE.publish ? decodePublish(reader, first) : decodeOther(reader, first)
  if (reader.remaining > 0) reader.fail(REASON.malformedPacket, 'bytes follow where the packet should end')
  if (isPadded(buffer, start, bodyStart) && (reader.announcedVersion ?? version) === 5)
    reader.fail(REASON.malformedPacket, 'the remaining length has more bytes than it needs') // [MQTT-1.5.5-1]
  return reader.problem === undefined ? packet : nameProblem(reader.problem, first)
}

function nameProblem(problem: Malformed, first: number): Malformed {
  return { ...problem, message: `${packetName(first >> 4)}: ${problem.message}` }
}

function isPadded(buffer: Buffer, start: number, bodyStart: number): boolean {
  return bodyStart - start > 2 && buffer[bodyStart - 1] === 0
}

/** Flags are reserved in all but PUBLISH [MQTT-2.1.3-1], 3.1.1 [MQTT-2.2.2-1]; 3.1 repeats SUBSCRIBE with DUP. */
function decodeOther(reader: ByteReader, first: number): Packet {
  const type = first >> 4
  const isLax = reader.version === 3 || type === PACKET_TYPE.connect
  if (!isLax && (first & 0x0f) !== fixedFlags(type))
    reader.fail(REASON.malformedPacket, `the reserved flags are not ${fixedFlags(type)}`)
  switch (type) {
    case PACKET_TYPE.connect:
      return decodeConnect(reader, first)
    case PACKET_TYPE.connack:
      return decodeConnack(reader)
    case PACKET_TYPE.puback:
      return decodeAcknowledgement(reader, 'puback')
    case PACKET_TYPE.pubrec:
      return decodeAcknowledgement(reader, 'pubrec')
    case PACKET_TYPE.pubrel:
      return decodeAcknowledgement(reader, 'pubrel')
    case PACKET_TYPE.pubcomp:
      return decodeAcknowledgement(reader, 'pubcomp')
    case PACKET_TYPE.subscribe:
      return decodeSubscribe(reader)
    case PACKET_TYPE.suback:
      return decodeSubscriptionAcknowledgement(reader, 'suback')
    case PACKET_TYPE.unsubscribe:
      return decodeUnsubscribe(reader)
    case PACKET_TYPE.unsuback:
      return decodeSubscriptionAcknowledgement(reader, 'unsuback')
    case PACKET_TYPE.pingreq:
      return { type: 'pingreq' }
    case PACKET_TYPE.pingresp:
      return { type: 'pingresp' }
    case PACKET_TYPE.disconnect:
      return decodeFarewell(reader, 'disconnect')
    default:
      return decodeAuth(reader, type)
  }
}

/** AUTH came with 5.0; in 3.x its type is reserved, as 0 is everywhere (MQTT 5.0 table 2-1). */
function decodeAuth(reader: ByteReader, type: number): Packet {
  if (type !== PACKET_TYPE.auth || reader.version !== 5)
    reader.fail(REASON.malformedPacket, 'the type is reserved')
  return decodeFarewell(reader, 'auth')
}
