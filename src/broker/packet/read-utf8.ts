/** UTF-8 Encoded Strings (MQTT 5.0 1.5.4): strict, and cheap for the short ASCII that topics and names are. */

/**
 * The text of `buffer[start..end)`, or `undefined` when it is not well-formed UTF-8 [MQTT-1.5.4-1], which rules
 * surrogates and overlong forms out, or holds U+0000 [MQTT-1.5.4-2]. U+FEFF stays where it is [MQTT-1.5.4-3].
 */
export function readUtf8(buffer: Buffer, start: number, end: number): string | undefined {
  for (let i = start; i < end; i++) {
    const byte = buffer[i]
    if (byte === undefined || byte === 0) return undefined
    if (byte >= 0x80) return isWellFormed(buffer, i, end) ? buffer.toString('utf8', start, end) : undefined
  }
  return buffer.toString('latin1', start, end)
}

function isWellFormed(buffer: Buffer, start: number, end: number): boolean {
  let position = start
  while (position < end) {
    const length = sequenceLength(buffer, position, end)
    if (length === 0) return false
    position += length
  }
  return true
}

/** Bytes of the character at `position`; 0 when it is U+0000 or not well-formed (Unicode table 3-7). */
function sequenceLength(buffer: Buffer, position: number, end: number): number {
  const lead = buffer[position] ?? 0
  const length = lengthAfter(lead)
  if (length < 2) return length
  if (position + length > end) return 0
  const second = buffer[position + 1] ?? 0
  if (second < leastSecond(lead) || second > mostSecond(lead)) return 0
  for (let i = 2; i < length; i++) if (((buffer[position + i] ?? 0) & 0xc0) !== 0x80) return 0
  return length
}

/** Bytes of a character that begins with `lead`; 0 when none does. */
function lengthAfter(lead: number): number {
  if (lead < 0x80) return lead === 0 ? 0 : 1
  if (lead < 0xc2) return 0
  if (lead < 0xe0) return 2
  if (lead < 0xf0) return 3
  return lead < 0xf5 ? 4 : 0
}

/** Below are overlong forms. */
function leastSecond(lead: number): number {
  return lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
}

/** Above are the surrogates U+D800 to U+DFFF, and what is past U+10FFFF. */
function mostSecond(lead: number): number {
  return lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
}
