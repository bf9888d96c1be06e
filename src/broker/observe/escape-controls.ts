/** Keeps text from clients on its line and in its direction: no control character of theirs reaches a terminal or a log. */

/** C0, DEL and C1 controls, the Unicode line breaks, and the characters that turn the direction of writing. */
const CONTROLS = /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

/** `text` with each control character as `\n`, `\x1b` or `\u202e`; other text stays as it is. */
export function escapeControls(text: string): string {
  return text.replace(CONTROLS, escaped)
}

/** The same for text that is JSON already: escapes that a JSON parser undoes. */
export function escapeControlsInJson(json: string): string {
  return json.replace(CONTROLS, (character) => `\\u${hex(character, 4)}`)
}

function escaped(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\r') return '\\r'
  if (character === '\t') return '\\t'
  return character <= '\xff' ? `\\x${hex(character, 2)}` : `\\u${hex(character, 4)}`
}

function hex(character: string, digits: number): string {
  return character.charCodeAt(0).toString(16).padStart(digits, '0')
}
