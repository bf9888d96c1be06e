/** Secrets in texts that are too broken to tell where they are. Guesses, and rather hides too much. */

import type { SourceText } from '../../diagnostics/source-text.ts'

const SECRET_WORD = 'password|passwd|passphrase|psk|secret|token'
const SECRET_KEY = new RegExp(SECRET_WORD, 'i')
const SECRET_BEFORE_COLON = new RegExp(`(?:${SECRET_WORD})[\\w-]*["']?\\s*:`, 'i')
/** What follows such a key on its line, unless it opens a map, as a proper secret does. */
const SECRET_VALUE = new RegExp(`(?:${SECRET_WORD})[\\w-]*["']?[ \\t]*:[ \\t]*(?![\\s{])([^\\r\\n]+)`, 'dgi')
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END|$)/gs

/** True for keys such as `password` and `db_password`. */
export function namesSecret(key: string): boolean {
  return SECRET_KEY.test(key)
}

/** True when a piece of a line has such a key and its colon. */
export function mayHoldSecret(text: string): boolean {
  return SECRET_BEFORE_COLON.test(text)
}

/** Keeps what may be secrets out of excerpts. */
export function hideLikelySecrets(source: SourceText): void {
  for (const { indices } of source.text.matchAll(SECRET_VALUE)) {
    const range = indices?.[1]
    if (range !== undefined) source.hide(...range)
  }
  for (const { 0: key, index } of source.text.matchAll(PRIVATE_KEY)) source.hide(index, index + key.length)
}
