/** UTF-8 Encoded Strings (MQTT 5.0 1.5.4): strict, and cheap for the short ASCII that topics and names are. */

import { isUtf8 } from 'node:buffer'

/** Disallowed code points, which Mosquitto refuses too (MQTT 5.0 5.4.9); among them U+0000 [MQTT-1.5.4-2]. */
const UNWANTED = /[\p{Cc}\p{Noncharacter_Code_Point}]/u

/**
 * The text of `buffer[start..end)`. `undefined` when it is not well-formed UTF-8 [MQTT-1.5.4-1], which rules
 * surrogates and overlong forms out, or when it holds U+0000, another control character or a non-character.
 * U+FEFF stays where it is [MQTT-1.5.4-3].
 */
export function readUtf8(buffer: Buffer, start: number, end: number): string | undefined {
  for (let i = start; i < end; i++) {
    const byte = buffer[i] ?? 0
    if (byte >= 0x80) return readBeyondAscii(buffer, start, end)
    if (byte < 0x20 || byte === 0x7f) return undefined
  }
  return buffer.toString('latin1', start, end)
}

function readBeyondAscii(buffer: Buffer, start: number, end: number): string | undefined {
  if (!isUtf8(buffer.subarray(start, end))) return undefined
  const text = buffer.toString('utf8', start, end)
  return UNWANTED.test(text) ? undefined : text
}
