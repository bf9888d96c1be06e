/** Findings about one table: the first few of each code, then their number. */

import type { Place } from '../../diagnostics/diagnostic.ts'
import type { CodeDescription, Finding } from '../../diagnostics/rule.ts'
import { type Reporter, reporter } from '../tree/finding.ts'

export const MAX_FINDINGS_EACH_CODE = 20

export class TableFindings {
  readonly #reporter: Reporter = reporter()
  readonly #counts = new Map<CodeDescription, number>()
  readonly #firstUnsaid = new Map<CodeDescription, Place>()

  /** The finding is made only when it will be shown, or stand for those that are not: finding places takes time. */
  report(code: CodeDescription, finding: () => Finding): void {
    const count = (this.#counts.get(code) ?? 0) + 1
    this.#counts.set(code, count)
    if (count <= MAX_FINDINGS_EACH_CODE) this.#reporter.report(code, finding())
    else if (!this.#firstUnsaid.has(code)) this.#firstUnsaid.set(code, finding().at)
  }

  /** All diagnostics; those that were not shown become one of their code. */
  finish(): Reporter['diagnostics'] {
    for (const [code, at] of this.#firstUnsaid) {
      const rest = (this.#counts.get(code) ?? 0) - MAX_FINDINGS_EACH_CODE
      const more = rest === 1 ? '1 more place in this table has' : `${rest} more places in this table have`
      this.#reporter.report(code, { message: `${more} the same problem`, at })
    }
    this.#firstUnsaid.clear()
    return this.#reporter.diagnostics
  }
}
