/** Bytes come in as Uint8Array, and are worked on as Buffer. */

/** The same bytes with Buffer's methods; not a copy. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}
