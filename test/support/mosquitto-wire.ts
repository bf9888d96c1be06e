/** As much of the MQTT 3.1.1 wire format (section 2 and 3) as the far end of a mosquitto bridge needs. */

/** A control packet as read: its type, the flags of its first byte, and what follows the fixed header. */
export interface WirePacket {
  readonly type: number
  readonly flags: number
  readonly body: Buffer
}

export const PacketType = {
  connect: 1,
  connack: 2,
  publish: 3,
  puback: 4,
  subscribe: 8,
  suback: 9,
  unsubscribe: 10,
  unsuback: 11,
  pingreq: 12,
  pingresp: 13,
} as const

/** One packet's bytes. `flags` are the low four bits of its first byte. */
export function encodePacket(type: number, flags: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Uint8Array.of((type << 4) | flags), remainingLength(body.length), body])
}

/** A PUBLISH; QoS 1 with a packet identifier, QoS 0 without. */
export function encodePublish(topic: string, payload: string, packetId?: number): Buffer {
  const name = Buffer.from(topic)
  const id = packetId === undefined ? Uint8Array.of() : uint16(packetId)
  return encodePacket(
    PacketType.publish,
    packetId === undefined ? 0 : 2,
    uint16(name.length),
    name,
    id,
    Buffer.from(payload),
  )
}

/** Topic, payload and packet identifier (QoS above 0) of a PUBLISH. */
export function decodePublish({ flags, body }: WirePacket): {
  topic: string
  payload: string
  packetId?: number
} {
  const end = 2 + body.readUInt16BE(0)
  const topic = body.toString('utf8', 2, end)
  if ((flags & 6) === 0) return { topic, payload: body.toString('utf8', end) }
  return { topic, payload: body.toString('utf8', end + 2), packetId: body.readUInt16BE(end) }
}

/** The packets that are complete in `buffer`, and the bytes of the one that is not. */
export function splitPackets(buffer: Buffer): { packets: WirePacket[]; rest: Buffer } {
  const packets: WirePacket[] = []
  let start = 0
  for (;;) {
    const header = readHeader(buffer, start)
    if (header === undefined || header.end > buffer.length) return { packets, rest: buffer.subarray(start) }
    const first = buffer.readUInt8(start)
    packets.push({ type: first >> 4, flags: first & 15, body: buffer.subarray(header.bodyStart, header.end) })
    start = header.end
  }
}

export function uint16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 255)
}

/** Section 2.2.3: seven bits a byte, lowest first, the top bit says that more follow. */
function remainingLength(length: number): Uint8Array {
  const bytes: number[] = []
  do {
    bytes.push((length & 127) | (length > 127 ? 128 : 0))
    length >>= 7
  } while (length > 0)
  return Uint8Array.from(bytes)
}

function readHeader(buffer: Buffer, start: number): { bodyStart: number; end: number } | undefined {
  let length = 0
  for (let i = 1; i <= 4; i += 1) {
    const byte = buffer[start + i]
    if (byte === undefined) return undefined
    length += (byte & 127) << (7 * (i - 1))
    if (byte < 128) return { bodyStart: start + i + 1, end: start + i + 1 + length }
  }
  throw new Error('remaining length of more than four bytes')
}
