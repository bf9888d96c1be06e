/** Numbers as the C library reads them. */

/** `strtol` with base 0, when it takes all of `text`: decimal, `0x…` or octal `0…`. Any size; the caller bounds it. */
export function parseCInteger(text: string): number | undefined {
  const match = /^[\t-\r ]*([+-]?)(?:0[xX]([0-9a-fA-F]+)|(0[0-7]*)|([1-9][0-9]*))$/.exec(text)
  if (match === null) return undefined
  const [, sign, hex, octal, decimal] = match
  const digits = hex ?? octal ?? decimal ?? ''
  const value = Number.parseInt(digits, hex !== undefined ? 16 : octal !== undefined ? 8 : 10)
  return sign === '-' && value !== 0 ? -value : value
}

/** True for what {@link parseCInteger} takes for octal, and a reader for decimal. */
export function looksDecimal(text: string): boolean {
  return /^[+-]?0[0-9]*[1-9][0-9]*$/.test(text)
}

/** `atoi`: the decimal number that `text` starts with; 0 where it starts with none. */
export function leadingInteger(text: string): number {
  const digits = /^[\t-\r ]*[+-]?[0-9]+/.exec(text)?.[0]
  return digits === undefined ? 0 : Number.parseInt(digits, 10)
}
