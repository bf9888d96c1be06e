/** Reads the tokens of JSON (RFC 8259), and says in plain words what is wrong with one. */

import { quoted } from '../../diagnostics/quoted.ts'

/** What is wrong with a JSON text, and where; thrown by the scanner and by those who use it, and caught by them. */
export class JsonSlip extends Error {
  readonly start: number
  readonly end: number
  readonly hint: string | undefined
  readonly isDepth: boolean

  constructor(
    message: string,
    start: number,
    end: number,
    { hint, isDepth = false }: { readonly hint?: string; readonly isDepth?: boolean } = {},
  ) {
    super(message)
    this.start = start
    this.end = end
    this.hint = hint
    this.isDepth = isDepth
  }
}

const SPACE = /[ \t\r\n]*/y
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.+-])/y
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"/y
const WORD = /[^\s,:[\]{}"]+/y
const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])

export class JsonScanner {
  readonly #text: string
  /** Where the next token begins or, behind a token, where that ended. */
  offset = 0

  constructor(text: string) {
    this.#text = text
  }

  /** Passes over space; returns the offset of what follows. */
  next(): number {
    this.#match(SPACE)
    return this.offset
  }

  peek(): string {
    return this.#text.charAt(this.offset)
  }

  scalar(): string | number | boolean | null {
    if (this.peek() === '"') return this.#string()
    const number = this.#match(NUMBER)
    if (number !== undefined) return Number(number)
    const start = this.offset
    const word = this.#match(WORD) ?? ''
    const value = WORDS.get(word)
    if (value === undefined) throw this.#badValue(start, word)
    return value
  }

  key(): string {
    if (this.peek() === '"') return this.#string()
    const start = this.offset
    const word = this.#match(WORD) ?? ''
    if (word === '' || isComment(word)) throw this.#badValue(start, word, 'a key')
    throw new JsonSlip('a key must stand in double quotes', start, this.offset, {
      hint: `write ${quoted(word.replace(/^'|'$/g, ''))}`,
    })
  }

  colon(key: string): void {
    const start = this.next()
    if (this.peek() !== ':') {
      throw new JsonSlip('a colon is missing behind the key', start, start + 1, {
        hint: `write ${quoted(key)}: and the value`,
      })
    }
    this.offset += 1
  }

  /** Reads `open`, elements with commas between them, and `close`. */
  sequence(open: string, close: string, element: () => void): void {
    const start = this.offset
    this.offset += open.length
    if (this.#passes(close)) return
    for (;;) {
      element()
      if (this.#passes(close)) return
      this.#comma(open, close, start)
    }
  }

  end(): void {
    const start = this.next()
    if (start < this.#text.length) {
      throw new JsonSlip('the text goes on behind the end of the spec', start, start + 1, {
        hint: 'remove it',
      })
    }
  }

  #comma(open: string, close: string, start: number): void {
    const at = this.offset
    if (this.peek() === '') throw new JsonSlip(`"${open}" is never closed`, start, start + 1)
    if (!this.#passes(',')) {
      throw new JsonSlip(`a comma or "${close}" is missing`, at, at + 1, {
        hint: isComment(this.#text.slice(at))
          ? 'JSON has no comments; remove it, or write the spec in YAML'
          : 'write it',
      })
    }
    this.next()
    if (this.peek() === close) {
      throw new JsonSlip(`there is a comma too many before "${close}"`, at, at + 1, { hint: 'remove it' })
    }
  }

  #passes(sign: string): boolean {
    this.next()
    if (this.peek() !== sign) return false
    this.offset += 1
    return true
  }

  #string(): string {
    const start = this.offset
    const text = this.#match(STRING)
    if (text !== undefined) return JSON.parse(text)
    throw this.#badString(start)
  }

  #badString(start: number): JsonSlip {
    const rest = this.#text.slice(start)
    const good = /^"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*/.exec(rest)?.[0].length ?? 1
    const at = start + good
    if (rest.charAt(good) === '\\') {
      return new JsonSlip('a backslash begins an escape that JSON does not have', at, at + 2, {
        hint: 'double the backslash',
      })
    }
    return new JsonSlip('the quote that opens here is not closed on its line', start, start + 1, {
      hint: 'close it with "; a line break inside is written \\n',
    })
  }

  #badValue(start: number, word: string, wanted = 'a value'): JsonSlip {
    const end = Math.max(start + 1, start + word.length)
    if (isComment(word)) {
      return new JsonSlip('JSON has no comments', start, end, {
        hint: 'remove it, or write the spec in YAML',
      })
    }
    if (word === '') return new JsonSlip(`${wanted} is missing`, start, end)
    const message = /^[-+.\d]/.test(word)
      ? 'this is no number that JSON has'
      : 'text must stand in double quotes'
    return new JsonSlip(message, start, end)
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.offset
    const found = pattern.exec(this.#text)?.[0]
    if (found !== undefined) this.offset += found.length
    return found
  }
}

function isComment(text: string): boolean {
  return /^(\/\/|\/\*|#)/.test(text)
}
