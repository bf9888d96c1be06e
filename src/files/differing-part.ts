/** Where two texts differ, in whole lines; what is equal is compared in large pieces, so that it costs next to nothing. */

export interface DifferingPart {
  /** Where the first line that differs begins, in both. */
  readonly start: number
  /** How much of both stands after the last such line. */
  readonly rest: number
}

export function differingPart(before: string, after: string): DifferingPart {
  const shorter = Math.min(before.length, after.length)
  const head = equalLength(shorter, (from, to) => before.slice(from, to) === after.slice(from, to))
  const start = head === 0 ? 0 : after.lastIndexOf('\n', head - 1) + 1
  const tail = equalLength(
    shorter - start,
    (from, to) => fromEnd(before, from, to) === fromEnd(after, from, to),
  )
  const lineEnd = after.indexOf('\n', after.length - tail)
  return { start, rest: lineEnd === -1 ? 0 : after.length - lineEnd - 1 }
}

function fromEnd(text: string, from: number, to: number): string {
  return text.slice(text.length - to, text.length - from)
}

/** The largest length, `longest` at most, up to which all is equal. */
function equalLength(longest: number, isEqual: (from: number, to: number) => boolean): number {
  let length = 0
  for (let step = longest; step > 0; step = Math.floor(step / 2)) {
    while (length + step <= longest && isEqual(length, length + step)) length += step
  }
  return length
}
