/**
 * Writes a value so that another language reads the same value back, on one line, whatever its text holds.
 * Half of a UTF-16 surrogate pair has no form in UTF-8 and becomes U+FFFD.
 */

/** A value that has no form in the language it is to be written in. */
export class UnquotableError extends Error {
  override readonly name = 'UnquotableError'
}

/** Characters that end or hide a line somewhere: C0 and C1 controls and the Unicode line breaks. */
const CONTROLS = /[\0-\x1f\x7f-\x9f\u2028\u2029]/

export function hasControls(text: string): boolean {
  return CONTROLS.test(text)
}

/** A JSON value, which JavaScript reads as the same value too; with `indent` over several lines. */
export function jsonLiteral(value: unknown, indent?: number): string {
  const replacer = (_: string, inner: unknown) => (typeof inner === 'string' ? wellFormed(inner) : inner)
  const text = JSON.stringify(value, replacer, indent)
  if (text === undefined) throw new UnquotableError('a value of this kind has no form in JSON')
  return text.replace(/[\x7f-\x9f\u2028\u2029]/g, unicodeEscape)
}

/** One word of a POSIX shell command (IEEE 1003.1 XCU 2.2.2), refusing control characters. */
export function shellWord(text: string): string {
  if (hasControls(text)) throw new UnquotableError(`${jsonLiteral(text)} holds a control character`)
  return `'${wellFormed(text).replaceAll("'", "'\\''")}'`
}

/**
 * A C string literal (C11 6.4.5) in UTF-8. Octal escapes end after three digits, where hexadecimal ones would
 * swallow what follows; `?` is escaped against trigraphs. Text of several lines becomes one literal for each,
 * joined by spliced lines, so that it can stand in a macro.
 */
export function cLiteral(text: string): string {
  const escaped = text
    .replace(/["\\?]/g, '\\$&')
    .replace(/[^\x20-\x7e\n]+/g, (run) => Array.from(Buffer.from(run), octalEscape).join(''))
  return `"${escaped.replace(/\n$/, '\\n').replaceAll('\n', '\\n" \\\n  "')}"`
}

function octalEscape(byte: number): string {
  return `\\${byte.toString(8).padStart(3, '0')}`
}

/** A Python literal (Python 3 reference 2.4.1) in ASCII. */
export function pythonLiteral(value: string | number | boolean | null): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return String(value)
  return `"${Array.from(wellFormed(value), pythonCharacter).join('')}"`
}

function pythonCharacter(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`
  const code = character.codePointAt(0) ?? 0
  if (code >= 0x20 && code <= 0x7e) return character
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : unicodeEscape(character)
}

/**
 * Text or an attribute's value in XML 1.0, where most control characters have no form and become U+FFFD. Line breaks
 * stay, which a parser takes for blanks in attributes.
 */
export function xmlText(text: string): string {
  return wellFormed(text)
    .replace(/[^\t\n\r\x20-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"'\r]/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** The text itself, refusing what would not stay on one line. */
export function oneLine(text: string): string {
  if (hasControls(text)) throw new UnquotableError(`${jsonLiteral(text)} holds a control character`)
  return wellFormed(text)
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}
