/** The lower end of a terminal: a view that is drawn anew in place, with text running past above it. */

import type { TerminalSize } from '../host.ts'

export class Screen {
  readonly #write: (text: string) => void
  readonly #size: () => TerminalSize
  #drawn: readonly string[] = []

  constructor(write: (text: string) => void, size: () => TerminalSize) {
    this.#write = write
    this.#size = size
  }

  get columns(): number {
    return this.#size().columns
  }

  /** Whole lines, above the view; `write`: where to, if not where the view is. */
  print(text: string, write = this.#write): void {
    this.#erase()
    write(text)
    this.#write(block(this.#drawn))
  }

  /** No line may be wider than {@link columns}. What does not fit on the screen is left out at the end. */
  draw(lines: readonly string[]): void {
    this.#erase()
    this.#drawn = ['', ...lines].slice(0, Math.max(0, this.#size().rows - 1))
    this.#write(block(this.#drawn))
  }

  /** Leaves the view where it is, as text. */
  release(): void {
    this.#drawn = []
  }

  /** Cursor up, erase below: ECMA-48 CUU and ED. */
  #erase(): void {
    if (this.#drawn.length > 0) this.#write(`\u001b[${this.#drawn.length}A\r\u001b[J`)
  }
}

function block(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}
