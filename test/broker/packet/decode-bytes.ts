/** Takes one packet out of bytes the way a connection does. */

import { decode } from '../../../src/broker/packet/decode.ts'
import type { Malformed, Packet, ProtocolVersion } from '../../../src/broker/packet/packet.ts'
import { headerLength, packetLength, readFrame } from '../../../src/broker/packet/read-frame.ts'

/** Decodes `bytes`, which must be one frame. */
export function decodeBytes(version: ProtocolVersion, bytes: Buffer): Packet | Malformed {
  const frame = readFrame(bytes, 0, bytes.length)
  if (frame < 0 || packetLength(frame) !== bytes.length)
    throw new Error(`${bytes.length} bytes are not one frame: ${bytes.toString('hex')}`)
  return decode(version, bytes, 0, headerLength(frame), bytes.length)
}
