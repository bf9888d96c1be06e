/** Secrets made from random bytes, in alphabets that survive every configuration file. */

import { asBuffer } from './der/as-buffer.ts'

/** Letters, digits, `-` and `_`: six bits of `random` a character, 24 of them being 144 bits. */
export function passwordFromBytes(random: Uint8Array, length: number): string {
  const needed = Math.ceil((length * 6) / 8)
  if (random.length < needed) throw new RangeError(`a password of ${length} characters needs ${needed} bytes`)
  return asBuffer(random).toString('base64url').slice(0, length)
}

/** Mosquitto's `psk_file` takes hexadecimal. */
export function pskFromBytes(random: Uint8Array): string {
  return asBuffer(random).toString('hex')
}
