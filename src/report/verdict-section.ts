/** Findings of the checks, and the verdicts on policies and tests, each with its places in the spec. */

import { lintRules } from '../check/lint-rules.ts'
import { checkPolicies } from '../check/policies/check-policies.ts'
import { runTests } from '../check/policies/run-tests.ts'
import type { WrittenAt } from '../check/policies/violation.ts'
import type { Diagnostic, Locate, Place, SpecPath } from '../diagnostics/diagnostic.ts'
import { runRules } from '../diagnostics/rule.ts'
import { placeOf } from '../diagnostics/spec-line.ts'
import type { Topology } from '../topology/topology.ts'
import { topologySubject } from '../topology/topology-subject.ts'
import { type ShownList, shownList } from './shown-list.ts'

export interface VerdictSection {
  readonly policies: readonly Verdict[]
  readonly tests: readonly Verdict[]
  readonly findings: ShownList<Finding>
}

export interface Verdict {
  readonly name: string
  readonly verdict: string
  readonly tone: 'good' | 'bad' | 'warn'
  readonly place: string
  readonly findings: readonly Finding[]
}

export interface Finding {
  readonly severity: Diagnostic['severity']
  readonly code: string
  readonly message: string
  readonly place: string
  readonly hint: string
  readonly related: readonly { readonly message: string; readonly place: string }[]
}

const MOST_FINDINGS = 100

export interface VerdictInputs {
  readonly topology: Topology
  readonly now: Date
  /** What the checks have found. */
  readonly diagnostics: readonly Diagnostic[]
  readonly locate: Locate
  readonly writtenAt: WrittenAt
}

export function verdictSection(inputs: VerdictInputs): VerdictSection {
  const { topology, now, diagnostics, locate, writtenAt } = inputs
  const broken = checkPolicies(topology, now, writtenAt)
  const lint = runRules(lintRules, { ...topologySubject(topology), now })
  const failed = runTests(topology)
  return {
    policies: topology.policies.map(({ name, path }) =>
      verdict(name, path, findingsAt(broken, path, locate), locate, POLICY_WORDS),
    ),
    tests: topology.tests.map(({ name, path }) =>
      verdict(name, path, findingsAt(failed, path, locate), locate, TEST_WORDS),
    ),
    findings: shownList(
      [...diagnostics, ...lint].map((diagnostic) => finding(diagnostic, locate)),
      MOST_FINDINGS,
    ),
  }
}

type Words = Readonly<Record<Diagnostic['severity'] | 'none', string>>

const POLICY_WORDS: Words = { none: 'holds', info: 'broken, accepted', warning: 'broken', error: 'broken' }
const TEST_WORDS: Words = { none: 'passes', info: 'passes', warning: 'fails', error: 'fails' }

function verdict(
  name: string,
  path: SpecPath,
  findings: readonly Finding[],
  locate: Locate,
  words: Words,
): Verdict {
  const worst = (['error', 'warning', 'info'] as const).find((severity) =>
    findings.some((each) => each.severity === severity),
  )
  return {
    ...{ name, findings, place: placeOf(locate, path), verdict: words[worst ?? 'none'] },
    tone: worst === undefined ? 'good' : worst === 'error' ? 'bad' : 'warn',
  }
}

/** Those about a value of the spec, or below it. */
function findingsAt(diagnostics: readonly Diagnostic[], path: SpecPath, locate: Locate): readonly Finding[] {
  const isBelow = (at: Place) => 'path' in at && path.every((step, i) => at.path[i] === step)
  return diagnostics.filter(({ at }) => isBelow(at)).map((diagnostic) => finding(diagnostic, locate))
}

function finding(
  { severity, code, message, at, hint = '', related = [] }: Diagnostic,
  locate: Locate,
): Finding {
  return {
    ...{ severity, code, message, hint, place: placeText(at, locate) },
    related: related.map(({ at, message }) => ({ message, place: placeText(at, locate) })),
  }
}

function placeText(at: Place, locate: Locate): string {
  if ('path' in at) return placeOf(locate, at.path)
  const { source, start } = at.span
  return source.isProgram ? source.name : `${source.name}:${source.position(start).line}`
}
