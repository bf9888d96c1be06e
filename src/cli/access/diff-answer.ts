/** An access diff as an answer. */

import type { AccessDiff } from '../../access/access-diff.ts'
import { accessDiffLines, retainedLine } from '../../access/access-diff-text.ts'
import type { RetainedChange } from '../../access/retained-changes.ts'
import { counted } from '../../diagnostics/counted.ts'
import type { Baseline } from '../../plan/plan.ts'
import { againstText } from '../../plan/render-plan-human.ts'
import type { Answer } from './print-answer.ts'

export interface AccessReport {
  readonly topology: string
  readonly against: Baseline | { readonly kind: 'spec'; readonly spec: string }
  readonly diff: AccessDiff
  readonly retained: readonly RetainedChange[]
}

export function diffAnswer({ topology, against, diff, retained }: AccessReport): Answer {
  const what = diff.changes.length === 0 ? 'nobody gains or loses anything' : countText(diff.changes)
  const other = against.kind === 'spec' ? `against ${against.spec}` : againstText(against)
  return {
    title: `${topology}: ${what}, ${other}`,
    lines: [...accessDiffLines(diff), ...retained.map((change) => `! ${retainedLine(change)}`)],
    isDiff: true,
    json: { topology, against, ...diff, retained },
  }
}

function countText(changes: AccessDiff['changes']): string {
  const gains = changes.filter(({ effect }) => effect === 'gain').length
  const losses = changes.length - gains
  return `${counted(gains, 'gain')}, ${counted(losses)} ${losses === 1 ? 'loss' : 'losses'}`
}
