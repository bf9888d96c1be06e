/** One error of the YAML reader, with what stands around it. */

import type { ErrorCode, YAMLError } from 'yaml'
import type { Place } from '../../diagnostics/diagnostic.ts'
import type { CodeDescription, Finding } from '../../diagnostics/rule.ts'
import type { SourceText } from '../../diagnostics/source-text.ts'
import type { Lexeme } from './yaml-tokens.ts'

/** Recognises one kind of slip, and words it. */
export type Symptom = (fault: YamlFault) => Explanation | undefined

export interface Explanation {
  readonly code: CodeDescription
  readonly finding: Finding
}

export interface Bracket {
  readonly text: string
  readonly start: number
}

export class YamlFault {
  readonly source: SourceText
  readonly code: ErrorCode
  /** The reader's own words; only for telling its errors apart. */
  readonly jargon: string
  readonly start: number
  readonly end: number
  readonly #lexemes: readonly Lexeme[]

  constructor(source: SourceText, lexemes: readonly Lexeme[], { code, message, pos }: YAMLError) {
    this.source = source
    this.code = code
    this.jargon = message
    this.start = Math.min(pos[0], source.text.length)
    this.end = Math.max(this.start, Math.min(pos[1], source.text.length))
    this.#lexemes = lexemes
  }

  get text(): string {
    return this.source.text
  }

  at(start: number, end: number): Place {
    return { span: { source: this.source, start, end } }
  }

  /** The line that an offset is in, without its break, and where it starts. */
  line(offset: number = this.start): { readonly text: string; readonly start: number } {
    const { line, column } = this.source.position(offset)
    return { text: this.source.lineText(line), start: offset - column + 1 }
  }

  /** The first token that begins at or behind an offset and is more than space. */
  tokenFrom(offset: number): Lexeme | undefined {
    return this.#lexemes.find((lexeme) => lexeme.start >= offset && !isBlank(lexeme))
  }

  /** The last token that begins before an offset and is more than space. */
  tokenBefore(offset: number): Lexeme | undefined {
    return this.#lexemes.findLast((lexeme) => lexeme.start < offset && !isBlank(lexeme))
  }

  isFirstOnLine({ start }: Lexeme): boolean {
    const line = this.line(start)
    return line.text.slice(0, start - line.start).trim() === ''
  }

  comments(from: number, to: number): readonly Lexeme[] {
    return this.#lexemes.filter(({ type, start }) => type === 'comment' && start >= from && start <= to)
  }

  /** The brackets that are open at an offset, outermost first. */
  openBrackets(offset: number): readonly Bracket[] {
    const open: Bracket[] = []
    for (const { type, text, start } of this.#lexemes) {
      if (start >= offset) break
      if (type === 'flow-seq-start' || type === 'flow-map-start') open.push({ text, start })
      else if (type === 'flow-seq-end' || type === 'flow-map-end') open.pop()
    }
    return open
  }
}

function isBlank({ type }: Lexeme): boolean {
  return type === 'space' || type === 'newline' || type === 'comment'
}
