/** The option `-o` of `plan`: people and machines read the same plan. */

import { Option } from 'commander'
import type { Plan } from '../../plan/plan.ts'
import { planJson } from '../../plan/plan-json.ts'
import { renderPlanHuman } from '../../plan/render-plan-human.ts'
import { renderPlanMarkdown } from '../../plan/render-plan-markdown.ts'
import { type FormatFile, formatFileParser, writeReport } from '../format-file.ts'
import type { GlobalOptions } from '../global-options.ts'
import type { Host } from '../host.ts'

const PLAN_FORMATS = ['human', 'json', 'markdown'] as const

export type PlanOutput = FormatFile<(typeof PLAN_FORMATS)[number]>

/** A plan is data, so people read it on standard output too. */
export function planOutputOption(): Option {
  return new Option(
    '-o, --output <format[=file]>',
    `print the plan as ${PLAN_FORMATS.join(', ')}; repeatable (default: human)`,
  ).argParser(formatFileParser(PLAN_FORMATS, ({ file = 'standard output' }) => file))
}

const HUMAN: readonly PlanOutput[] = [{ format: 'human' }]

export async function printPlan(
  host: Host,
  plan: Plan,
  { output = HUMAN, color }: GlobalOptions & { readonly output?: readonly PlanOutput[] },
): Promise<void> {
  for (const { format, file } of output) {
    if (file === undefined) host.stdout(render(format, plan, color))
    else await writeReport(host, file, render(format, plan, false))
  }
}

function render(format: PlanOutput['format'], plan: Plan, color: boolean): string {
  switch (format) {
    case 'human':
      return renderPlanHuman(plan, { color })
    case 'json':
      return planJson(plan)
    case 'markdown':
      return renderPlanMarkdown(plan)
  }
}
