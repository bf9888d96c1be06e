/** Collects what is wrong with the options of a configuration, each with its place. */

import type { Diagnostic, RelatedPlace } from '../../diagnostics/diagnostic.ts'
import { type CodeDescription, diagnose } from '../../diagnostics/rule.ts'
import type { Span } from '../../diagnostics/source-text.ts'

export interface Further {
  readonly hint?: string | undefined
  readonly related?: readonly RelatedPlace[]
}

export class Findings {
  readonly diagnostics: Diagnostic[] = []

  add(code: CodeDescription, span: Span, message: string, { hint, related }: Further = {}): void {
    const further = { ...(hint !== undefined && { hint }), ...(related !== undefined && { related }) }
    this.diagnostics.push(diagnose(code, { message, at: { span }, ...further }))
  }
}
