/** The text of one source file, and positions in it; or a program whose values have no place in its text. */

/** A piece of a source: UTF-16 offsets, `end` exclusive. */
export interface Span {
  readonly source: SourceText
  readonly start: number
  readonly end: number
}

/** A place for people: both count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Somewhere in the program that the file `name` is. */
export function programSpan(name: string): Span {
  return { source: new SourceText(name, '', true), start: 0, end: 0 }
}

export class SourceText {
  /** The name shown to people: the path as they gave it. */
  readonly name: string
  readonly text: string
  /** The values come out of running the file, so that only its name can be told. */
  readonly isProgram: boolean
  #lineStarts: readonly number[] | undefined
  readonly #hidden: { readonly start: number; readonly end: number }[] = []

  constructor(name: string, text: string, isProgram = false) {
    this.name = name
    this.text = text
    this.isProgram = isProgram
  }

  /** From now on, excerpts show bullets in place of this piece: secrets must not reach a terminal or a log. */
  hide(start: number, end: number): void {
    this.#hidden.push({ start, end })
  }

  /** Line and column of a UTF-16 offset; offsets beyond the end belong to the last line. */
  position(offset: number): Position {
    const starts = this.#starts()
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: Math.min(offset, this.text.length) - (starts[low] ?? 0) + 1 }
  }

  /** A line (counted from 1) for an excerpt: without its line break, hidden pieces masked; empty beyond the last. */
  lineText(line: number): string {
    const starts = this.#starts()
    const start = starts[line - 1]
    if (start === undefined) return ''
    const text = this.text.slice(start, starts[line] ?? this.text.length).replace(/\r?\n$|\r$/, '')
    return this.#hidden.reduce((shown, piece) => mask(shown, piece.start - start, piece.end - start), text)
  }

  #starts(): readonly number[] {
    this.#lineStarts ??= [
      0,
      ...Array.from(this.text.matchAll(/\r\n|\n|\r/g), ({ 0: br, index }) => index + br.length),
    ]
    return this.#lineStarts
  }
}

/** Replaces a piece of `text` by as many bullets; the piece may reach beyond it. */
function mask(text: string, start: number, end: number): string {
  const [from, to] = [Math.max(0, start), Math.min(text.length, end)]
  return from < to ? text.slice(0, from) + '\u2022'.repeat(to - from) + text.slice(to) : text
}
