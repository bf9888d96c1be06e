/** Text in the cells of a terminal: how wide it is, cut and padded. For text without control characters. */

/** Takes no cell: combining marks, joiners, variation selectors. */
const NO_CELL = /^[\p{M}\p{Cf}]$/u
/** Takes two: East Asian wide characters and emoji (Unicode UAX 11). */
const TWO_CELLS =
  /^(?:[\u1100-\u115f\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation})$/u

export function cellWidth(text: string): number {
  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}

/** At most `width` cells of `text`; where something is missing, the last is an ellipsis. */
export function cutToCells(text: string, width: number): string {
  if (text.length <= width && /^[ -~]*$/.test(text)) return text
  if (cellWidth(text) <= width) return text
  let kept = ''
  let used = 0
  for (const character of text) {
    used += characterWidth(character)
    if (used > width - 1) break
    kept += character
  }
  return width < 1 ? '' : `${kept}\u2026`
}

/** `text` and as many spaces as make it `width` cells wide. */
export function padToCells(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - cellWidth(text)))
}

/** Lines of rows whose cells stand under each other, two spaces apart. */
export function alignedLines(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows)
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cellWidth(cell))
  return rows.map((row) =>
    row
      .map((cell, i) => padToCells(cell, widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

function characterWidth(character: string): number {
  if (character >= ' ' && character <= '~') return 1
  if (NO_CELL.test(character)) return 0
  return TWO_CELLS.test(character) ? 2 : 1
}
