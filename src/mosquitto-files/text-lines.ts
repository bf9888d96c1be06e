/** Lines of Mosquitto's ACL, password and PSK files: they end at U+000A alone, and blanks at their end do not count. */

export interface TextLine {
  /** UTF-16 offsets; `end` stands before the blanks and the line break that end the line. */
  readonly start: number
  readonly end: number
  /** Counted from 1. */
  readonly number: number
}

/** Visits all lines but empty ones and comments, which have `#` in the first column. */
export function forEachLine(text: string, visit: (line: TextLine) => void): void {
  let number = 0
  for (let start = 0, next = 0; start < text.length; start = next) {
    number += 1
    const lineBreak = text.indexOf('\n', start)
    next = lineBreak === -1 ? text.length : lineBreak + 1
    const end = trimmedEnd(text, start, next)
    if (end > start && text.charCodeAt(start) !== HASH) visit({ start, end, number })
  }
}

/** `isspace` of C: other blanks belong to names. */
export function isBlank(code: number): boolean {
  return code === SPACE || (code >= TAB && code <= CARRIAGE_RETURN)
}

/** The first offset from `start` on, and before `end`, at which no blank stands; or `end`. */
export function trimmedStart(text: string, start: number, end: number): number {
  let at = start
  while (at < end && isBlank(text.charCodeAt(at))) at += 1
  return at
}

/** The offset after the last character before `end` that is no blank; or `start`. */
export function trimmedEnd(text: string, start: number, end: number): number {
  let at = end
  while (at > start && isBlank(text.charCodeAt(at - 1))) at -= 1
  return at
}

const TAB = 9
const CARRIAGE_RETURN = 13
const SPACE = 32
const HASH = 35
