/**
 * Two takers of the same bytes: one counts, one writes. A packet is described once and goes through both, so its
 * length and its bytes cannot differ, and it is allocated once, at its size.
 */

const MAX_UINT16 = 0xffff
const MAX_VARIABLE_BYTE_INTEGER = 268_435_455
/** Longer ASCII is written faster by Node than by a loop. */
const SHORT_TEXT = 16

/** Takes the data types of MQTT 5.0 1.5. */
export interface ByteSink {
  byte(value: number): void
  uint16(value: number): void
  uint32(value: number): void
  variableByteInteger(value: number): void
  /** @throws RangeError above 65,535 bytes. */
  text(value: string): void
  /** With a length before it. @throws RangeError above 65,535 bytes. */
  binary(value: Uint8Array): void
  /** Without a length. */
  bytes(value: Uint8Array): void
}

/** Bytes of a variable byte integer: 1 to 4. @throws RangeError above 268,435,455. */
export function variableByteIntegerLength(value: number): number {
  if (value < 0x80) return 1
  if (value < 0x4000) return 2
  if (value < 0x20_0000) return 3
  if (value <= MAX_VARIABLE_BYTE_INTEGER) return 4
  throw new RangeError(`${value} is too large for a variable byte integer`)
}

export class ByteCounter implements ByteSink {
  length = 0

  byte(): void {
    this.length += 1
  }

  uint16(): void {
    this.length += 2
  }

  uint32(): void {
    this.length += 4
  }

  variableByteInteger(value: number): void {
    this.length += variableByteIntegerLength(value)
  }

  text(value: string): void {
    const length = Buffer.byteLength(value)
    if (length > MAX_UINT16) throw new RangeError(`a text of ${length} bytes is too long for a packet`)
    this.length += 2 + length
  }

  binary({ length }: Uint8Array): void {
    if (length > MAX_UINT16) throw new RangeError(`${length} bytes are too many for binary data`)
    this.length += 2 + length
  }

  bytes(value: Uint8Array): void {
    this.length += value.length
  }
}

export class ByteWriter implements ByteSink {
  readonly buffer: Buffer
  position = 0

  constructor(length: number) {
    this.buffer = Buffer.allocUnsafe(length)
  }

  byte(value: number): void {
    this.buffer[this.position++] = value
  }

  uint16(value: number): void {
    this.buffer[this.position++] = value >>> 8
    this.buffer[this.position++] = value
  }

  uint32(value: number): void {
    this.uint16(value >>> 16)
    this.uint16(value)
  }

  variableByteInteger(value: number): void {
    let rest = value
    for (; rest >= 0x80; rest >>>= 7) this.byte((rest & 0x7f) | 0x80)
    this.byte(rest)
  }

  text(value: string): void {
    const start = this.position + 2
    const end = value.length <= SHORT_TEXT ? this.#shortAscii(value, start) : start
    const length = end > start ? end - start : this.buffer.write(value, start)
    this.uint16(length)
    this.position += length
  }

  binary(value: Uint8Array): void {
    this.uint16(value.length)
    this.bytes(value)
  }

  bytes(value: Uint8Array): void {
    this.buffer.set(value, this.position)
    this.position += value.length
  }

  /** Returns where the text ends, or `start` when it is not ASCII. */
  #shortAscii(value: string, start: number): number {
    for (let i = 0; i < value.length; i++) {
      const unit = value.charCodeAt(i)
      if (unit >= 0x80) return start
      this.buffer[start + i] = unit
    }
    return start + value.length
  }
}
