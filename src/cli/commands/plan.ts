/** `mqttopia plan`: what a compile and an apply would change. */

import { type Command, InvalidArgumentError, Option } from 'commander'
import { type AtOptions, atOption, hostAt } from '../at-option.ts'
import type { Host } from '../host.ts'
import { identityOption } from '../identity-option.ts'
import { stateOption } from '../own-folders.ts'
import { planOutputOption } from '../plan/plan-output.ts'
import { type PlanOptions, runPlan } from '../plan/run-plan.ts'
import { type Exit, specVerb } from '../verb.ts'

export function planCommand(host: Host, exit: Exit): Command {
  const help = {
    description: 'say what a compile and an apply would change: files, certificates, users, rights',
    examples: [
      ['mqttopia plan', 'compares the spec with what was compiled into build/'],
      ['mqttopia plan --against main -o markdown', 'with another revision, for a pull request'],
      ['mqttopia plan -e prod --against-env staging', 'what two environments differ in'],
      ['mqttopia plan --at +60d', 'what will have to be renewed in 60 days'],
      ['mqttopia plan --out plan.json --detailed-exitcode', 'for apply; exits with 2 when there are changes'],
    ],
  } as const
  return specVerb('plan', help, planOutputOption())
    .option('--build <folder>', 'the output folder of compile (default: build, or build-NAME with --env)')
    .option(...stateOption)
    .option(...identityOption)
    .option('--root', 'plan for "compile --root" (default: as it was compiled)')
    .addOption(
      new Option('--against <revision>', 'compare with the spec in this revision of git').conflicts([
        'againstDir',
        'againstEnv',
      ]),
    )
    .addOption(
      new Option('--against-env <name>', 'compare with this environment of the spec').conflicts('againstDir'),
    )
    .option('--against-dir <folder>', 'compare with what was compiled into this folder')
    .addOption(new Option('--target <broker>', 'look at this broker alone; repeatable').argParser(collect))
    .addOption(atOption())
    .option('--out <file>', 'write the plan there, for apply')
    .option('--detailed-exitcode', 'exit with 2 when there are changes')
    .addOption(maxDestroyOption())
    .addOption(allowDestroyOption())
    .action((path: string | undefined, options: PlanOptions & AtOptions) =>
      runPlan(hostAt(host, options.at), exit, path, options),
    )
}

function collect(name: string, before: readonly string[] = []): readonly string[] {
  return [...before, name]
}

/** Plans that take away a larger share of the users or certificates are refused. */
const USUAL_PERCENT = 50

export function maxDestroyOption(): Option {
  return new Option('--max-destroy <percent>', 'refuse to remove a larger share of all users or certificates')
    .default(USUAL_PERCENT, `${USUAL_PERCENT}%; up to 10 are no matter`)
    .argParser((text) => {
      const [, digits = ''] = /^(\d{1,3})%?$/.exec(text) ?? []
      if (digits === '' || Number(digits) > 100)
        throw new InvalidArgumentError('A share is a number from 0% to 100%.')
      return Number(digits)
    })
}

export function allowDestroyOption(): Option {
  return new Option('--allow-destroy', 'take away as much as the spec says, protected parts too')
}
