/** Small specs in tests: indented as the test is, with « » around the texts that findings must point at. */

export interface MarkedText {
  /** Without marks and without the indentation of the test. */
  readonly text: string
  /** What stood between marks, in the order of the text. */
  readonly marked: readonly { readonly start: number; readonly end: number }[]
}

/** Takes off the indentation of the first line, and the marks; marks may stand one inside the other. */
export function marked(indented: string): MarkedText {
  const open: number[] = []
  const found: { start: number; end: number }[] = []
  let text = ''
  for (const character of dedent(indented)) {
    if (character === '«') open.push(text.length)
    else if (character === '»') found.push({ start: open.pop() ?? 0, end: text.length })
    else text += character
  }
  return { text, marked: found.sort((a, b) => a.start - b.start || b.end - a.end) }
}

function dedent(indented: string): string {
  const lines = indented.replace(/^\n/, '').trimEnd().split('\n')
  const indent = /^ */.exec(lines[0] ?? '')?.[0].length ?? 0
  return `${lines.map((line) => line.slice(Math.min(indent, line.length - line.trimStart().length))).join('\n')}\n`
}
