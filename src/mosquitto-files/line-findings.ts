/** Collects what is wrong with the lines of one file. */

import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { type CodeDescription, diagnose } from '../diagnostics/rule.ts'
import type { SourceText } from '../diagnostics/source-text.ts'

/** The wrong file, read by mistake, has something wrong in every line; nobody reads on after so many. */
const MOST_FINDINGS = 100

export class LineFindings {
  readonly diagnostics: Diagnostic[] = []
  readonly #source: SourceText

  constructor(source: SourceText) {
    this.#source = source
  }

  /** Nothing more is reported: spare the work for it. */
  get isFull(): boolean {
    return this.diagnostics.length === MOST_FINDINGS
  }

  /** Reports `code` for the text between two UTF-16 offsets. */
  add(code: CodeDescription, start: number, end: number, message: string, hint?: string): void {
    if (this.isFull) return
    const at = { span: { source: this.#source, start, end } }
    this.diagnostics.push(diagnose(code, { message, at, ...(hint !== undefined && { hint }) }))
  }
}
