/** What a rule is: a code, its documentation, and a pure function from a subject to findings. */

import type { Diagnostic, Severity } from './diagnostic.ts'

/** The documentation of one diagnostic code; `docs/diagnostics.md` and `explain-code` print it. */
export interface CodeDescription {
  readonly code: string
  readonly severity: Severity
  /** One line: what is wrong. No capital, no full stop. */
  readonly summary: string
  /** A short paragraph or two: why it matters, and how to mend it. Markdown. */
  readonly explanation: string
}

/** A diagnostic less the two fields that its rule fixes. */
export type Finding = Omit<Diagnostic, 'code' | 'severity'>

export interface Rule<Subject> extends CodeDescription {
  /**
   * It speaks of what is missing. Where something was left out because it was wrong, that would be an echo of the
   * first finding, so the rule waits until the rest is right.
   */
  readonly needsWhole?: true
  readonly check: (subject: Subject) => Iterable<Finding>
}

/** `isWhole`: nothing was left out of the subject because it was wrong. */
export function runRules<Subject>(
  rules: readonly Rule<Subject>[],
  subject: Subject,
  isWhole = true,
): Diagnostic[] {
  const applied = rules.filter(({ needsWhole = false }) => isWhole || !needsWhole)
  return applied.flatMap((rule) => Array.from(rule.check(subject), (finding) => diagnose(rule, finding)))
}

/** Completes a finding with what its code fixes. */
export function diagnose({ code, severity }: CodeDescription, finding: Finding): Diagnostic {
  return { code, severity, ...finding }
}
