/** A cursor over the body of one packet: the data types of MQTT 5.0 1.5, each with its rules. */

import type { Malformed, ProtocolVersion } from './packet.ts'
import { readUtf8 } from './read-utf8.ts'
import { REASON } from './reason-code.ts'
import { MAX_TOPIC_SLASHES, TOO_DEEP } from './topic-levels.ts'

const NOTHING: Uint8Array = Buffer.alloc(0)

/**
 * Never throws and never reads outside its bounds. The first thing that is wrong stays in {@link problem}; from then
 * on nothing remains to be read, and every read gives 0, '' or no bytes.
 */
export class ByteReader {
  readonly buffer: Buffer
  readonly version: ProtocolVersion
  position: number
  end: number
  problem: Malformed | undefined
  /** What a CONNECT asked for, once it is read; what is wrong after that is answered in it. */
  announcedVersion: ProtocolVersion | undefined

  constructor(version: ProtocolVersion, buffer: Buffer, position: number, end: number) {
    this.version = version
    this.buffer = buffer
    this.position = position
    this.end = end
    this.problem = undefined
    this.announcedVersion = undefined
  }

  /** Bytes not read yet. */
  get remaining(): number {
    return this.end - this.position
  }

  /** Notes what is wrong, unless something was wrong before. */
  fail(reasonCode: number, message: string): void {
    const version = this.announcedVersion
    this.problem ??= {
      type: 'malformed',
      reasonCode,
      message,
      ...(version === undefined ? {} : { version }),
    }
    this.end = this.position
  }

  byte(): number {
    if (this.position >= this.end) return this.#short(1)
    return this.buffer[this.position++] ?? 0
  }

  uint16(): number {
    const at = this.position
    if (at + 2 > this.end) return this.#short(2)
    this.position = at + 2
    return ((this.buffer[at] ?? 0) << 8) | (this.buffer[at + 1] ?? 0)
  }

  uint32(): number {
    if (this.remaining < 4) return this.#short(4)
    return this.uint16() * 0x1_0000 + this.uint16()
  }

  /** At most 268,435,455, in as few bytes as it needs [MQTT-1.5.5-1]. */
  variableByteInteger(): number {
    let value = 0
    for (let shift = 0; shift < 28; shift += 7) {
      if (this.position >= this.end) return this.#short(1)
      const byte = this.buffer[this.position++] ?? 0
      value |= (byte & 0x7f) << shift
      if (byte >= 0x80) continue
      if (byte === 0 && shift > 0) break
      return value
    }
    this.fail(REASON.malformedPacket, 'a variable byte integer has more bytes than it may have')
    return 0
  }

  /** A packet identifier, which is not 0 [MQTT-2.2.1-3], 3.1.1 [MQTT-2.3.1-1]. */
  packetId(): number {
    const packetId = this.uint16()
    if (packetId === 0) this.fail(REASON.protocolError, 'the packet identifier is 0')
    return packetId
  }

  /** A UTF-8 Encoded String; `what` names it for the message. 3.1.1 [MQTT-1.5.3-1], [MQTT-1.5.3-2]. */
  text(what: string): string {
    const start = this.#lengthPrefixed(what)
    if (start === this.position) return ''
    const text = readUtf8(this.buffer, start, this.position)
    if (text !== undefined) return text
    this.fail(REASON.malformedPacket, `${what} is not UTF-8, or holds a control character`)
    return ''
  }

  /** A topic name: without wildcards [MQTT-4.7.0-1], not too deep, and not empty [MQTT-4.7.3-1] unless it may be. */
  topicName(what: string, mayBeEmpty = false): string {
    const start = this.position + 2
    const topic = this.text(what)
    let slashes = 0
    for (let i = start; i < this.position; i++) {
      const byte = this.buffer[i]
      if (byte === 0x2f) slashes++
      else if (byte === 0x2b || byte === 0x23) this.fail(REASON.topicNameInvalid, `${what} holds a wildcard`)
    }
    if (slashes > MAX_TOPIC_SLASHES) this.fail(REASON.topicNameInvalid, TOO_DEEP)
    if (topic === '' && !mayBeEmpty) this.fail(REASON.topicNameInvalid, `${what} is empty`)
    return topic
  }

  /** Binary Data, as a view. */
  binary(what: string): Uint8Array {
    const start = this.#lengthPrefixed(what)
    return start === this.position ? NOTHING : this.buffer.subarray(start, this.position)
  }

  /** All that remains, as a view. */
  rest(): Uint8Array {
    const start = this.position
    this.position = this.end
    return start === this.end ? NOTHING : this.buffer.subarray(start, this.end)
  }

  /** Steps over a two-byte length and as many bytes, and returns where they start. */
  #lengthPrefixed(what: string): number {
    const length = this.uint16()
    const start = this.position
    if (start + length <= this.end) {
      this.position = start + length
    } else {
      this.fail(REASON.malformedPacket, `${what} is longer than what remains of the packet`)
    }
    return start
  }

  #short(bytes: number): 0 {
    const message = `the packet ends where ${bytes === 1 ? 'a byte' : `${bytes} bytes`} should follow`
    this.fail(REASON.malformedPacket, message)
    return 0
  }
}
