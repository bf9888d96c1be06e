/**
 * Writes the value of one row after the other into the same buffer; the database copies it from there. A checksum of
 * key and value is its end: LevelDB has its own, but does not look at those of its tables.
 */

import { crc32 } from 'node:zlib'

const INITIAL_BYTES = 16_384
/** A buffer that one large message made larger than this is let go afterwards. */
const KEPT_BYTES = 1_048_576
const MAX_NUMBER_BYTES = 8
/** UTF-8 needs at most three bytes for a unit of UTF-16. */
const MAX_UNIT_BYTES = 3

export class RowWriter {
  #buffer = Buffer.allocUnsafe(INITIAL_BYTES)
  #position = 0

  /** What `write` writes, valid until the next call. */
  row(key: string, write: (writer: RowWriter) => void): Uint8Array {
    if (this.#buffer.length > KEPT_BYTES) this.#buffer = Buffer.allocUnsafe(INITIAL_BYTES)
    this.#position = 0
    write(this)
    const checksum = crc32(this.#buffer.subarray(0, this.#position), crc32(key))
    this.#reserve(4)
    this.#position = this.#buffer.writeUInt32BE(checksum, this.#position)
    return this.#buffer.subarray(0, this.#position)
  }

  byte(value: number): void {
    this.#reserve(1)
    this.#buffer[this.#position++] = value
  }

  /** A whole number up to 2^53 - 1, in groups of seven bits, lowest first. */
  number(value: number): void {
    this.#reserve(MAX_NUMBER_BYTES)
    let rest = value
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#buffer[this.#position++] = (rest % 0x80) | 0x80
    this.#buffer[this.#position++] = rest
  }

  /** Milliseconds since 1970. */
  time(value: number): void {
    this.#reserve(8)
    this.#position = this.#buffer.writeDoubleBE(value, this.#position)
  }

  /** With its length before it. */
  text(value: string): void {
    this.#reserve(MAX_NUMBER_BYTES + value.length * MAX_UNIT_BYTES)
    this.number(Buffer.byteLength(value))
    this.#position += this.#buffer.write(value, this.#position)
  }

  /** With their length before them. */
  bytes(value: Uint8Array): void {
    this.number(value.length)
    this.rest(value)
  }

  /** Without their length: the last of a row, or what tells its own length. */
  rest(value: Uint8Array): void {
    this.#reserve(value.length)
    this.#buffer.set(value, this.#position)
    this.#position += value.length
  }

  #reserve(bytes: number): void {
    const needed = this.#position + bytes
    if (needed <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2))
    this.#buffer.copy(larger, 0, 0, this.#position)
    this.#buffer = larger
  }
}
