/** The few packets that faults are played with, MQTT 3.1.1 and 5.0, and how they are read. */

export type Version = 4 | 5

export interface WirePacket {
  /** The packet type, as in MQTT 5.0 2.1.2. */
  readonly type: number
  readonly flags: number
  readonly body: Buffer
}

export const packetType = {
  connack: 2,
  publish: 3,
  puback: 4,
  pubrec: 5,
  pubrel: 6,
  pubcomp: 7,
  suback: 9,
  pingresp: 13,
  disconnect: 14,
} as const

export interface WireWill {
  readonly topic: string
  readonly delaySeconds: number
}

export interface Greeting {
  readonly id: string
  readonly version: Version
  readonly clean: boolean
  readonly keepAliveSeconds: number
  /** MQTT 5 only. */
  readonly expirySeconds?: number
  readonly will?: WireWill
}

function uint16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 255])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([uint16(bytes.length), bytes])
}

function length(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  do {
    bytes.push((rest & 127) | (rest > 127 ? 128 : 0))
    rest >>>= 7
  } while (rest > 0)
  return Buffer.from(bytes)
}

function packet(first: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([first]), length(body.length), body])
}

function properties(...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([length(body.length), body])
}

export function connectPacket({
  id,
  version,
  clean,
  keepAliveSeconds,
  expirySeconds,
  will,
}: Greeting): Buffer {
  const flags = (clean ? 2 : 0) | (will === undefined ? 0 : 4)
  const head = [text('MQTT'), Buffer.from([version, flags]), uint16(keepAliveSeconds)]
  const expiry = expirySeconds === undefined ? [] : [Buffer.from([0x11]), uint32(expirySeconds)]
  if (version === 5) head.push(properties(...expiry))
  const last: Buffer[] = []
  if (will !== undefined) {
    if (version === 5) last.push(properties(Buffer.from([0x18]), uint32(will.delaySeconds)))
    last.push(text(will.topic), text('gone'))
  }
  return packet(0x10, ...head, text(id), ...last)
}

export function subscribePacket(version: Version, filters: readonly string[], qos: number): Buffer {
  const wanted = filters.flatMap((filter) => [text(filter), Buffer.from([qos])])
  return packet(0x82, uint16(1), ...(version === 5 ? [properties()] : []), ...wanted)
}

export interface Publication {
  readonly topic: string
  readonly payload: Buffer
  readonly qos: 0 | 1 | 2
  readonly id: number
  readonly again?: boolean
  readonly retain?: boolean
}

export function publishPacket(version: Version, publication: Publication): Buffer {
  const { topic, payload, qos, id, again = false, retain = false } = publication
  const first = 0x30 | (again ? 8 : 0) | (qos << 1) | (retain ? 1 : 0)
  const between = [...(qos > 0 ? [uint16(id)] : []), ...(version === 5 ? [properties()] : [])]
  return packet(first, text(topic), ...between, payload)
}

export function acknowledgement(type: 'puback' | 'pubrec' | 'pubrel' | 'pubcomp', id: number): Buffer {
  const first = (packetType[type] << 4) | (type === 'pubrel' ? 2 : 0)
  return packet(first, uint16(id))
}

export const pingPacket = Buffer.from([0xc0, 0])

/** The packet id of everything but PUBLISH. */
export function idOf({ body }: WirePacket): number {
  return body.readUInt16BE(0)
}

/** A PUBLISH as it came; `version` 5 without properties of 128 bytes or more. */
export function readPublication({ flags, body }: WirePacket, version: Version): Publication {
  const qos = ((flags >> 1) & 3) as 0 | 1 | 2
  const topicEnd = 2 + body.readUInt16BE(0)
  const idEnd = topicEnd + (qos > 0 ? 2 : 0)
  const start = version === 5 ? idEnd + 1 + (body[idEnd] ?? 0) : idEnd
  return {
    topic: body.toString('utf8', 2, topicEnd),
    payload: body.subarray(start),
    qos,
    id: qos > 0 ? body.readUInt16BE(topicEnd) : 0,
    again: (flags & 8) !== 0,
    retain: (flags & 1) !== 0,
  }
}
