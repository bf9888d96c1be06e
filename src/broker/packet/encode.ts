/** Packets to bytes: all types, both directions, all versions. */

import { ByteCounter, type ByteSink, ByteWriter, variableByteIntegerLength } from './byte-sink.ts'
import { encodePublish } from './encode-publish.ts'
import type { Packet, ProtocolVersion, Publish } from './packet.ts'
import { firstByte } from './packet-type.ts'
import { writeAcknowledgementBody } from './write-acknowledgement.ts'
import { writeConnack } from './write-connack.ts'
import { writeConnect } from './write-connect.ts'
import { writeFarewell } from './write-farewell.ts'
import { writeSubscribe } from './write-subscribe.ts'
import { writeSubscriptionAcknowledgement } from './write-subscription-acknowledgement.ts'
import { writeUnsubscribe } from './write-unsubscribe.ts'

/**
 * Encodes a packet as the version has it: properties and reason codes that a 3.x packet cannot carry are left out.
 * A CONNECT is written in its own version. The caller answers for what {@link decode} would refuse.
 *
 * @throws RangeError when a text or a packet is longer than the protocol allows.
 */
export function encode(version: ProtocolVersion, packet: Packet): Buffer {
  if (packet.type === 'publish') return encodePublish(version, packet)
  const counter = new ByteCounter()
  writeBody(counter, version, packet)
  const headerLength = 1 + variableByteIntegerLength(counter.length)
  const writer = new ByteWriter(headerLength + counter.length)
  writer.byte(firstByte(packet.type))
  writer.variableByteInteger(counter.length)
  writeBody(writer, version, packet)
  return writer.buffer
}

function writeBody(sink: ByteSink, version: ProtocolVersion, packet: Exclude<Packet, Publish>): void {
  switch (packet.type) {
    case 'connect':
      writeConnect(sink, packet)
      break
    case 'connack':
      writeConnack(sink, version, packet)
      break
    case 'subscribe':
      writeSubscribe(sink, version, packet)
      break
    case 'unsubscribe':
      writeUnsubscribe(sink, version, packet)
      break
    case 'suback':
    case 'unsuback':
      writeSubscriptionAcknowledgement(sink, version, packet)
      break
    case 'disconnect':
    case 'auth':
      writeFarewell(sink, version, packet)
      break
    case 'pingreq':
    case 'pingresp':
      break
    default:
      writeAcknowledgementBody(sink, version, packet)
  }
}
