/** Secrets made from random bytes, in alphabets that survive every configuration file. */

/** Letters, digits, `-` and `_`: six bits of `random` a character, 24 of them being 144 bits. */
export function passwordFromBytes(random: Buffer, length: number): string {
  const needed = Math.ceil((length * 6) / 8)
  if (random.length < needed) throw new RangeError(`a password of ${length} characters needs ${needed} bytes`)
  return random.toString('base64url').slice(0, length)
}

/** Mosquitto's `psk_file` takes hexadecimal. */
export function pskFromBytes(random: Buffer): string {
  return random.toString('hex')
}
