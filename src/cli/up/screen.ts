/** The lower end of a terminal: a view that is drawn anew in place, with text running past above it. */

import { cellWidth } from '../../broker/observe/cell-text.ts'
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

  /**
   * Cursor up, erase below: ECMA-48 CUU and ED. A terminal that has become narrower since has wrapped the lines, as most
   * of them do.
   */
  #erase(): void {
    const { columns, rows } = this.#size()
    const wrapped = this.#drawn.map((line) => Math.max(1, Math.ceil(cellWidth(line) / Math.max(1, columns))))
    const height = Math.min(
      wrapped.reduce((sum, lines) => sum + lines, 0),
      Math.max(0, rows - 1),
    )
    if (height > 0) this.#write(`\u001b[${height}A\r\u001b[J`)
  }
}

function block(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}
