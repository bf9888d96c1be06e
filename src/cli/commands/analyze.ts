/** `mqttopia analyze`: proves the policies of a spec, and that nobody gains what an earlier revision did not let. */

import { type Command, Option } from 'commander'
import { lintRules } from '../../check/lint-rules.ts'
import { checkPolicies } from '../../check/policies/check-policies.ts'
import { newAccess } from '../../check/policies/new-access.ts'
import type { WrittenAt } from '../../check/policies/violation.ts'
import { runRules } from '../../diagnostics/rule.ts'
import { emittedLines } from '../../targets/mosquitto/emitted-lines.ts'
import { topologySubject } from '../../topology/topology-subject.ts'
import { writtenIn } from '../access/lines-of.ts'
import type { Host } from '../host.ts'
import { otherSpec } from '../other-spec.ts'
import { type ProvableSpec, proveVerb } from '../prove-verb.ts'
import { parseUserChoice, type UserChoice, userChooser } from '../user-choice.ts'
import type { Exit } from '../verb.ts'

interface AnalyzeOptions {
  readonly env?: string
  readonly noNewAccess?: string
  readonly noNewAccessEnv?: string
  readonly allowNew?: readonly UserChoice[]
  readonly lint?: boolean
}

export function analyzeCommand(host: Host, exit: Exit): Command {
  return proveVerb<AnalyzeOptions>(host, exit, {
    name: 'analyze',
    description: 'prove the policies of a spec, for all topics and ways over bridges',
    examples: [
      ['mqttopia analyze', 'exits with 4 and a message that breaks a policy, if there is one'],
      ['mqttopia analyze --lint', 'also says which rights are of no use, or wider than anybody needs'],
      ['mqttopia analyze --no-new-access origin/main -o github', 'for a pull request: nobody gains anything'],
    ],
    prove: async (spec, options) => {
      const writtenAt = writtenIn(emittedLines(spec.topology))
      return [
        ...checkPolicies(spec.topology, host.now(), writtenAt),
        ...(await gains(host, spec, options, writtenAt)),
        ...(options.lint === true
          ? runRules(lintRules, { ...topologySubject(spec.topology), now: host.now() })
          : []),
      ]
    },
    success: ({ policies }, options) => `${heldText(policies.length)}${noGain(options)}`,
  })
    .option('--lint', 'find rights that are of no use, wider than needed, or given twice')
    .addOption(
      noOption(
        '--no-new-access <revision>',
        'fail if somebody gains what this revision of git does not let',
      ).conflicts('noNewAccessEnv'),
    )
    .addOption(noOption('--no-new-access-env <name>', 'the same, against this environment of the spec'))
    .addOption(
      new Option(
        '--allow-new <whom>',
        'whose gains are meant: user:NAME, fleet:NAME or group:NAME; repeatable',
      ).argParser(parseUserChoice),
    )
}

function heldText(count: number): string {
  if (count === 0) return 'there are no policies'
  return count === 1 ? '1 policy holds' : `${count} policies hold`
}

/** Commander would take it for the opposite of another option. */
function noOption(flags: string, description: string): Option {
  const option = new Option(flags, description)
  option.negate = false
  return option
}

async function gains(
  host: Host,
  { topology, document, folder }: ProvableSpec,
  options: AnalyzeOptions,
  writtenAt: WrittenAt,
) {
  const { noNewAccess, noNewAccessEnv, allowNew = [], env } = options
  if (noNewAccess === undefined && noNewAccessEnv === undefined) return []
  const { spec } = await otherSpec(host, document.path, folder, {
    ...(env === undefined ? {} : { env }),
    ...(noNewAccess === undefined ? {} : { against: noNewAccess }),
    ...(noNewAccessEnv === undefined ? {} : { againstEnv: noNewAccessEnv }),
  })
  return newAccess(spec?.topology, topology, {
    since: sinceText(options),
    isApproved: userChooser(topology, allowNew),
    writtenAt,
  })
}

function sinceText({ noNewAccess, noNewAccessEnv }: AnalyzeOptions): string {
  return noNewAccess === undefined ? `environment ${noNewAccessEnv}` : `revision ${noNewAccess}`
}

function noGain(options: AnalyzeOptions): string {
  const isAsked = options.noNewAccess !== undefined || options.noNewAccessEnv !== undefined
  return isAsked ? `; nobody gains anything since ${sinceText(options)}` : ''
}
