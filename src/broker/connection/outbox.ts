/**
 * What one connection is to be sent at the end of this turn of the event loop: small packets are copied together,
 * large ones shared, so that a turn costs one system call. Idle connections hold nothing.
 */

const SHARED_FROM_BYTES = 1024
const FIRST_SLAB_BYTES = 256
const MAX_SLAB_BYTES = 65_536

const NOTHING: Buffer = Buffer.alloc(0)

export class Outbox {
  /** Where {@link reserve} has made room. */
  slab: Buffer = NOTHING
  #from = 0
  #to = 0
  #slabBytes = FIRST_SLAB_BYTES
  #buffers: Uint8Array[] = []
  bytes = 0

  /** Makes room for `bytes` in {@link slab}; returns where they start. They must be written at once. */
  reserve(bytes: number): number {
    if (this.#to + bytes > this.slab.length) this.#newSlab(bytes)
    const at = this.#to
    this.#to += bytes
    this.bytes += bytes
    return at
  }

  /** Adds bytes that must not change any more. */
  push(bytes: Uint8Array): void {
    if (bytes.length >= SHARED_FROM_BYTES || this.bytes === 0) {
      this.#seal()
      this.#buffers.push(bytes)
      this.bytes += bytes.length
    } else {
      const at = this.reserve(bytes.length)
      this.slab.set(bytes, at)
    }
  }

  /** All of it, in order; the outbox is empty afterwards. */
  take(): Uint8Array[] {
    this.#seal()
    const buffers = this.#buffers
    this.#buffers = []
    this.slab = NOTHING
    this.#from = 0
    this.#to = 0
    this.#slabBytes = FIRST_SLAB_BYTES
    this.bytes = 0
    return buffers
  }

  #newSlab(bytes: number): void {
    this.#seal()
    this.slab = Buffer.allocUnsafe(Math.max(bytes, this.#slabBytes))
    this.#slabBytes = Math.min(this.#slabBytes * 4, MAX_SLAB_BYTES)
    this.#from = 0
    this.#to = 0
  }

  #seal(): void {
    if (this.#to > this.#from) this.#buffers.push(this.slab.subarray(this.#from, this.#to))
    this.#from = this.#to
  }
}
