/** Text of a spec as part of one line: nothing in it moves the cursor, ends the line or hides something. */
export function plainLine(text: string): string {
  return text.replace(HIDING, (character) => {
    const code = character.codePointAt(0) ?? 0
    return `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/** Controls, line breaks of Unicode, marks that turn the direction of text (UAX 9), and halves of characters. */
const HIDING = /[\0-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu
