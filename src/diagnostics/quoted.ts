/** Puts what users wrote into messages: quoted, on one line, of bounded length. */

const MAX_LENGTH = 80
const MAX_NAMES = 8

/** `"text"`, with quotes and whatever breaks or hides a line escaped as in JSON; long texts are cut. */
export function quoted(text: string): string {
  const shown = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text
  return JSON.stringify(shown).replace(/[\x7f-\x9f\u2028\u2029]/g, unicodeEscape)
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** `"a", "b" and "c"`; of long lists the first few. */
export function quotedList(names: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  const shown = names.slice(0, MAX_NAMES).map(quoted)
  if (names.length > MAX_NAMES) return `${shown.join(', ')} and ${names.length - MAX_NAMES} more`
  const last = shown.pop()
  return shown.length === 0 ? (last ?? '') : `${shown.join(', ')} ${conjunction} ${last}`
}
