/** Tells in one pass that a piece of text is a topic filter, as nearly all are: a fleet's ACL file has very many. */

/** True only for valid filters; false says that a closer look is needed. Offsets are UTF-16, `end` exclusive. */
export function isPlainFilter(text: string, start: number, end: number): boolean {
  if (start === end || end - start > LONGEST) return false
  let before = SLASH
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code === 0 || code > LAST_ASCII) return false
    const isWildcard = code === PLUS || code === HASH
    if (isWildcard ? before !== SLASH : isWildcardCode(before) && code !== SLASH) return false
    if (before === HASH) return false
    before = code
  }
  return true
}

function isWildcardCode(code: number): boolean {
  return code === PLUS || code === HASH
}

const SLASH = 47
const PLUS = 43
const HASH = 35
const LAST_ASCII = 127

/** Fewer characters than a filter with too many slashes has. */
const LONGEST = 200
