/** Makes a plan, prints it, and says whether it may be carried out. */

import { destructionProblem } from '../../plan/destruction.ts'
import { isEmptyPlan } from '../../plan/plan.ts'
import { planJson } from '../../plan/plan-json.ts'
import { ExitCode } from '../exit-code.ts'
import { writeReport } from '../format-file.ts'
import { globalOptions, type ParsedGlobalOptions } from '../global-options.ts'
import type { Host } from '../host.ts'
import { progressBar } from '../progress-bar.ts'
import type { Exit } from '../verb.ts'
import { type DraftOptions, draftPlan } from './draft-plan.ts'
import { type PlanOutput, printPlan } from './plan-output.ts'

export interface PlanOptions extends ParsedGlobalOptions, DraftOptions {
  readonly output?: readonly PlanOutput[]
  /** File to write the plan to. */
  readonly out?: string
  readonly detailedExitcode?: boolean
  readonly allowDestroy?: boolean
  readonly maxDestroy: number
}

export async function runPlan(
  host: Host,
  exit: Exit,
  path: string | undefined,
  options: PlanOptions,
): Promise<void> {
  const { output, out, allowDestroy = false, maxDestroy, detailedExitcode = false } = options
  const print = globalOptions(host, options)
  const bar = progressBar(host, print.quiet)
  try {
    const plan = await draftPlan(host, path, options, { exit, print, bar })
    bar.stop()
    if (plan === undefined) return
    await printPlan(host, plan, { ...print, ...(output === undefined ? {} : { output }) })
    const problem = destructionProblem(plan, { allowed: allowDestroy, maxPercent: maxDestroy })
    if (problem !== undefined) {
      host.stderr(`mqttopia: ${problem}; if that is meant, add --allow-destroy\n`)
      return exit(ExitCode.PolicyFailed)
    }
    if (out !== undefined) await writeReport(host, out, planJson(plan))
    if (detailedExitcode && !isEmptyPlan(plan)) exit(ExitCode.Changes)
  } finally {
    bar.stop()
  }
}
