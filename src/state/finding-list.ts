/** Collects what is found while preparing. A fleet with one fault gives one finding, or a few, not a thousand. */

import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { type CodeDescription, diagnose, type Finding } from '../diagnostics/rule.ts'

export interface FindingList {
  readonly report: (code: CodeDescription, finding: Finding) => void
  readonly hasErrors: () => boolean
  readonly diagnostics: () => readonly Diagnostic[]
}

/** Of one code at one place, so many are told. */
const mostAlike = 5

interface Group {
  readonly code: CodeDescription
  readonly findings: Map<string, Finding>
  untold: number
}

export function findingList(): FindingList {
  const groups = new Map<string, Group>()
  return {
    report(code, finding) {
      const key = JSON.stringify([code.code, finding.at])
      const group = groups.get(key) ?? { code, findings: new Map<string, Finding>(), untold: 0 }
      groups.set(key, group)
      if (group.findings.has(finding.message)) return
      if (group.findings.size < mostAlike) group.findings.set(finding.message, finding)
      else group.untold += 1
    },
    hasErrors: () =>
      Array.from(groups.values(), ({ code }) => code).some(({ severity }) => severity === 'error'),
    diagnostics: () => [...groups.values()].flatMap(groupDiagnostics),
  }
}

function groupDiagnostics({ code, findings, untold }: Group): Diagnostic[] {
  const told = Array.from(findings.values(), (finding) => diagnose(code, finding))
  const [first] = told
  if (untold === 0 || first === undefined) return told
  return [...told, { ...first, message: `and ${untold} more like this` }]
}
