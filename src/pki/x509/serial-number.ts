/** Serial numbers (RFC 5280 4.1.2.2): 20 octets, positive, unpredictable; as text in lower-case hex. */

const serialBytes = 20

/** @param random 20 random bytes; two bits are fixed, so that the length is always the same. */
export function serialNumber(random: (bytes: number) => Uint8Array): Buffer {
  const serial = Buffer.from(random(serialBytes))
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40
  return serial
}

/** Hex without leading zeros. */
export function serialText(serial: Buffer): string {
  const hex = serial.toString('hex')
  return hex.startsWith('0') ? hex.replace(/^0+(?=.)/, '') : hex
}
