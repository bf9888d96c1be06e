/** Collects what is wrong with the lines of one file. */

import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts'
import { type CodeDescription, diagnose } from '../diagnostics/rule.ts'
import type { SourceText } from '../diagnostics/source-text.ts'

/**
 * The wrong file, read by mistake, has something wrong in every line; nobody reads on after so many. Of each severity:
 * however many warnings there are, an error is always reported.
 */
const MOST_FINDINGS = 100

export class LineFindings {
  readonly diagnostics: Diagnostic[] = []
  readonly #source: SourceText
  readonly #counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 }

  constructor(source: SourceText) {
    this.#source = source
  }

  /** True when no more findings of this code are reported: spare the work for them. */
  isFull({ severity }: CodeDescription): boolean {
    return this.#counts[severity] === MOST_FINDINGS
  }

  /** Reports `code` for the text between two UTF-16 offsets. */
  add(code: CodeDescription, start: number, end: number, message: string, hint?: string): void {
    if (this.isFull(code)) return
    this.#counts[code.severity] += 1
    const at = { span: { source: this.#source, start, end } }
    this.diagnostics.push(diagnose(code, { message, at, ...(hint !== undefined && { hint }) }))
  }
}
