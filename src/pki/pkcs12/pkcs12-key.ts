/** Key derivation of PKCS#12 (RFC 7292 B.2): for its integrity check, and for its older encryption. */

import { hash } from 'node:crypto'

/** What the derived bytes are for: RFC 7292 B.3. */
export const Pkcs12Purpose = { key: 1, iv: 2, mac: 3 } as const

export interface Pkcs12KeyInput {
  readonly digest: 'sha1' | 'sha256'
  readonly password: string
  readonly salt: Uint8Array
  readonly iterations: number
  readonly purpose: (typeof Pkcs12Purpose)[keyof typeof Pkcs12Purpose]
  readonly length: number
}

/** The block of SHA-1 and SHA-256 alike, in bytes. */
const blockSize = 64

export function derivePkcs12Key(input: Pkcs12KeyInput): Buffer {
  const { digest, salt, iterations, purpose, length } = input
  const diversifier = Buffer.alloc(blockSize, purpose)
  const state = Buffer.concat([filledUp(salt), filledUp(bmpPassword(input.password))])
  const derived: Buffer[] = []
  for (let bytes = 0; bytes < length; bytes += derived.at(-1)?.length ?? 0) {
    const block = repeatedHash(digest, Buffer.concat([diversifier, state]), iterations)
    derived.push(block)
    addToBlocks(state, block)
  }
  return Buffer.concat(derived).subarray(0, length)
}

function repeatedHash(digest: 'sha1' | 'sha256', bytes: Buffer, iterations: number): Buffer {
  let block = bytes
  for (let i = 0; i < iterations; i += 1) block = hash(digest, block, 'buffer')
  return block
}

/** UTF-16 in big-endian order with a final zero (RFC 7292 B.1). */
function bmpPassword(password: string): Buffer {
  return Buffer.from(`${password}\0`, 'utf16le').swap16()
}

/** As many copies as fill whole blocks. */
function filledUp(bytes: Uint8Array): Buffer {
  return Buffer.alloc(Math.ceil(bytes.length / blockSize) * blockSize, bytes)
}

/** Adds `block`, repeated to the block size, and one to every block of `state` (step 6C). */
function addToBlocks(state: Buffer, block: Buffer): void {
  const addend = Buffer.alloc(blockSize, block)
  for (let start = 0; start < state.length; start += blockSize) {
    let carry = 1
    for (let i = blockSize - 1; i >= 0; i -= 1) {
      carry += (state[start + i] ?? 0) + (addend[i] ?? 0)
      state[start + i] = carry & 0xff
      carry >>= 8
    }
  }
}
