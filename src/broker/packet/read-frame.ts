/** The fixed header of a control packet, read in place: how long is the packet (MQTT 5.0 2.1, 2.1.4). */

/** {@link readFrame}: the header has not arrived in full. */
export const FRAME_INCOMPLETE = -1
/** {@link readFrame}: the remaining length goes on after its fourth byte [MQTT-1.5.5-1]: answer 0x81 and close. */
export const FRAME_MALFORMED = -2

const MAX_LENGTH_BYTES = 4
const HEADER_BITS = 3

/**
 * Reads the fixed header at `start` of `buffer[start..end)`. Returns a frame, a number from which
 * {@link headerLength} and {@link packetLength} read, or {@link FRAME_INCOMPLETE} or {@link FRAME_MALFORMED}, which
 * are negative. A frame comes back as soon as its header is there, so a packet that is too long can be refused
 * before it arrives; the packet is complete when `start + packetLength(frame) <= end`. Allocates nothing.
 *
 * A length in more bytes than it needs is a frame here: 3.x allows it, and `decode` refuses it in 5.0.
 */
export function readFrame(buffer: Uint8Array, start: number, end: number): number {
  const short = start + 1 < end ? buffer[start + 1] : undefined
  if (short === undefined) return FRAME_INCOMPLETE
  if (short < 0x80) return frame(2, short)
  let remaining = short & 0x7f
  for (let i = 1; i < MAX_LENGTH_BYTES; i++) {
    const position = start + 1 + i
    const byte = position < end ? buffer[position] : undefined
    if (byte === undefined) return FRAME_INCOMPLETE
    remaining |= (byte & 0x7f) << (7 * i)
    if (byte < 0x80) return frame(i + 2, remaining)
  }
  return FRAME_MALFORMED
}

function frame(header: number, remaining: number): number {
  return (header + remaining) * 2 ** HEADER_BITS + header
}

/** Bytes before the packet's body: 2 to 5. */
export function headerLength(frame: number): number {
  return frame & (2 ** HEADER_BITS - 1)
}

/** Bytes of the whole packet, its header included. */
export function packetLength(frame: number): number {
  return frame >>> HEADER_BITS
}
