/** Makes the diagnostics of `spec/`. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { type CodeDescription, diagnose, type Finding } from '../../diagnostics/rule.ts'

/** What a front end makes of one text: a tree, unless the text is too broken, and what is wrong. */
export interface Parsed<Tree> {
  readonly tree?: Tree
  readonly diagnostics: readonly Diagnostic[]
}

export type Report = (code: CodeDescription, finding: Finding) => void

export interface Reporter {
  readonly diagnostics: readonly Diagnostic[]
  readonly report: Report
  /** Takes over what another one has collected. */
  readonly take: (others: readonly Diagnostic[]) => void
}

/** Collects diagnostics in the order in which they are reported. */
export function reporter(): Reporter {
  const diagnostics: Diagnostic[] = []
  return {
    diagnostics,
    report: (code, finding) => diagnostics.push(diagnose(code, finding)),
    take: (others) => diagnostics.push(...others),
  }
}
