/** What MQTT can send as a username or client identifier (MQTT 5.0, 1.5.4). */

const MAX_UTF8_BYTES = 65_535

/** Says what is wrong with `text`, as the end of a sentence, or `undefined`. */
export function identityProblem(text: string): string | undefined {
  if (text === '') return 'is empty'
  if (text.includes('\0')) return 'has the character U+0000'
  if (/\p{Surrogate}/u.test(text)) return 'has half of a surrogate pair'
  if (text.length * 3 <= MAX_UTF8_BYTES) return undefined
  return new TextEncoder().encode(text).length > MAX_UTF8_BYTES ? 'has more than 65535 bytes' : undefined
}
