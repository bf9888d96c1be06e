/**
 * How wide text will be, without a browser: a bit more than it is in the usual sans-serif fonts (Helvetica, Roboto,
 * Segoe UI, DejaVu), and as wide as it is in monospaced ones.
 */

export interface Font {
  readonly size: number
  readonly isMono?: boolean
  readonly isBold?: boolean
}

/** In hundredths of the font's size. */
const NARROW = 30
const LOWER = 58
const UPPER = 70
const WIDE = 92
const FULL = 104
const MONO = 61

/** In pixels. */
export function textWidth(text: string, { size, isMono = false, isBold = false }: Font): number {
  let hundredths = 0
  for (const character of text) hundredths += isMono ? monoWidth(character) : sansWidth(character)
  return (hundredths * size * (isBold ? 1.06 : 1)) / 100
}

function monoWidth(character: string): number {
  return isFull(character) ? 2 * MONO : MONO
}

function sansWidth(character: string): number {
  if (/[ijl|!.,:;'`I]/.test(character)) return NARROW
  if (/[ftr()[\]{}/\\"\-\s]/.test(character)) return NARROW + 8
  if (/[mwMW@%…—&]/.test(character)) return WIDE
  if (isFull(character)) return FULL
  return /[A-Z#+<>=~^]/.test(character) ? UPPER : LOWER + 2
}

/** East Asian characters, emoji, and whatever no Latin font has. */
function isFull(character: string): boolean {
  return (character.codePointAt(0) ?? 0) >= 0x1100
}

/** The text, or its beginning and an ellipsis, within so many pixels. */
export function fitted(text: string, width: number, font: Font): string {
  if (textWidth(text, font) <= width) return text
  const left = width - textWidth('…', font)
  let [shown, used] = ['', 0]
  for (const character of text) {
    used += textWidth(character, font)
    if (used > left) break
    shown += character
  }
  return `${shown}…`
}
