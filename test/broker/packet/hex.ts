/** The bytes of a hex text; blanks and lines do not count, and what follows `;` on a line is a comment. */
export function hex(text: string): Buffer {
  const digits = text.replaceAll(/;.*|\s/g, '')
  const bytes = Buffer.from(digits, 'hex')
  if (bytes.length * 2 !== digits.length) throw new Error(`not hex: ${text}`)
  return bytes
}
