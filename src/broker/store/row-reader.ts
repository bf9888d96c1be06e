/** Reads what RowWriter wrote. Bytes that nobody wrote so make it damaged; it never throws. */

import { crc32 } from 'node:zlib'
import { ByteReader } from '../packet/byte-reader.ts'
import type { Properties } from '../packet/packet.ts'
import type { PropertyCarrier } from '../packet/property-table.ts'
import { readProperties } from '../packet/read-properties.ts'
import type { Row } from './database.ts'

const CHECKSUM_BYTES = 4

export class RowReader {
  readonly #buffer: Buffer
  #position = 0
  #isDamaged: boolean

  constructor({ key, value }: Row) {
    const whole = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    const end = Math.max(0, whole.length - CHECKSUM_BYTES)
    this.#buffer = whole.subarray(0, end)
    this.#isDamaged =
      whole.length < CHECKSUM_BYTES || whole.readUInt32BE(end) !== crc32(this.#buffer, crc32(key))
  }

  get isDamaged(): boolean {
    return this.#isDamaged
  }

  /** True when all was there, and nothing is left over. */
  get isWhole(): boolean {
    return !this.#isDamaged && this.#position === this.#buffer.length
  }

  byte(): number {
    const value = this.#buffer[this.#position++]
    if (value === undefined) this.#isDamaged = true
    return value ?? 0
  }

  number(): number {
    let value = 0
    for (let factor = 1; factor <= Number.MAX_SAFE_INTEGER; factor *= 0x80) {
      const byte = this.byte()
      value += (byte & 0x7f) * factor
      if (byte < 0x80) break
    }
    if (!Number.isSafeInteger(value)) this.#isDamaged = true
    return this.#isDamaged ? 0 : value
  }

  time(): number {
    const bytes = this.#take(8)
    return bytes.length === 8 ? bytes.readDoubleBE(0) : 0
  }

  text(): string {
    return this.bytes().toString()
  }

  /** A view. */
  bytes(): Buffer {
    return this.#take(this.number())
  }

  /** All that is left, as a view. */
  rest(): Buffer {
    return this.#take(Math.max(0, this.#buffer.length - this.#position))
  }

  /** A property block of MQTT 5.0 2.2.2. */
  properties(carrier: PropertyCarrier): Properties | undefined {
    const reader = new ByteReader(5, this.#buffer, this.#position, this.#buffer.length)
    const properties = readProperties(reader, carrier)
    if (reader.problem !== undefined) this.#isDamaged = true
    this.#position = reader.position
    return properties
  }

  #take(length: number): Buffer {
    const start = this.#position
    if (start + length > this.#buffer.length) this.#isDamaged = true
    else this.#position += length
    return this.#buffer.subarray(start, this.#position)
  }
}
