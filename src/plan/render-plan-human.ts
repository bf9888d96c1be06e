/** A plan for a terminal: the summary first, then as much of each group as a screen takes. */

import { styleText } from 'node:util'
import { counted } from '../diagnostics/counted.ts'
import { plainLine } from './plain-line.ts'
import { type Baseline, isEmptyPlan, type Plan } from './plan.ts'
import { noteLines, type PlanLine, planGroups, planSummary } from './plan-lines.ts'

export interface PlanStyle {
  readonly color: boolean
}

const MOST_LINES = 12
/** What to do about something stands at the end of its line. */
const WIDEST = 240

export function renderPlanHuman(plan: Plan, style: PlanStyle): string {
  const against = againstText(plan.against)
  const unseen = unseenText(plan)
  const limits = unseen === undefined ? '' : `(${unseen})\n`
  if (isEmptyPlan(plan)) {
    const notes = noteLines(plan).map((line) => `${lineText(line, style)}\n`)
    return `${plan.topology}: nothing to do, ${against}\n${limits}${notes.join('')}`
  }
  const head = `${plan.topology}: ${planSummary(plan)}\n(${against})\n${limits}`
  const groups = planGroups(plan).map(({ title, lines }) => {
    const shown = lines.slice(0, MOST_LINES).map((line) => lineText(line, style))
    const left = lines.length - shown.length
    const more = left === 0 ? [] : [`    and ${counted(left, 'more line')}: see -o json or -o markdown`]
    return `\n${bold(title, style)}\n${[...shown, ...more].map((line) => `${line}\n`).join('')}`
  })
  return `${head}${groups.join('')}`
}

export function againstText(against: Baseline): string {
  switch (against.kind) {
    case 'nothing':
      return 'nothing has been compiled yet'
    case 'output':
      return `against what was compiled into ${against.folder}`
    case 'environment':
      return `against environment ${against.environment}`
    case 'revision':
      return `against revision ${against.revision}, commit ${against.commit.slice(0, 12)}`
  }
}

/** What a plan does not know of, where there is such a thing. */
export function unseenText({ closedVault }: Plan): string | undefined {
  if (closedVault === undefined) return undefined
  const why = closedVault === 'encrypted' ? 'no identity opens the vault here' : 'the vault is not here'
  return `${why}: keys, passwords and client bundles were not compared`
}

const COLORS = { '+': 'green', '-': 'red', '~': 'yellow' } as const

function lineText({ mark, text }: PlanLine, { color }: PlanStyle): string {
  const plain = plainLine(text)
  const cut = plain.length > WIDEST ? `${plain.slice(0, WIDEST)}…` : plain
  const line = `  ${mark} ${cut}`
  return color && mark !== ' ' ? styleText(COLORS[mark], line, { validateStream: false }) : line
}

function bold(text: string, { color }: PlanStyle): string {
  return color ? styleText('bold', text, { validateStream: false }) : text
}
