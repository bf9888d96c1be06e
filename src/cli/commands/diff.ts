/** `mqttopia diff`: who gains and who loses what, against a revision, an environment or another spec. */

import { type Command, Option } from 'commander'
import { accessDiff } from '../../access/access-diff.ts'
import { retainedChanges } from '../../access/retained-changes.ts'
import type { Topology } from '../../topology/topology.ts'
import { askSpec } from '../access/answer-verb.ts'
import { type AccessReport, diffAnswer } from '../access/diff-answer.ts'
import { type AnswerOutput, answerOutputOption, printAnswer } from '../access/print-answer.ts'
import { ExitCode } from '../exit-code.ts'
import { globalOptions, type ParsedGlobalOptions } from '../global-options.ts'
import type { Host } from '../host.ts'
import { openSpec } from '../open-spec.ts'
import { otherSpec, type ValidSpec, validSpec } from '../other-spec.ts'
import { type Exit, specVerb } from '../verb.ts'

interface DiffOptions extends ParsedGlobalOptions {
  readonly output?: readonly AnswerOutput[]
  readonly env?: string
  readonly against?: string
  readonly againstEnv?: string
  readonly againstSpec?: string
  readonly detailedExitcode?: boolean
}

export function diffCommand(host: Host, exit: Exit): Command {
  const help = {
    description: 'say who gains and who loses which rights, as exact sets of topics',
    examples: [
      ['mqttopia diff', 'what has changed since the last commit'],
      ['mqttopia diff --against origin/main -o markdown', 'for a comment on a pull request'],
      ['mqttopia diff -e prod --against-env staging', 'what is allowed there and not here'],
      ['mqttopia diff new.yaml --against-spec old.yaml', 'two files'],
    ],
  } as const
  return specVerb('diff', help, answerOutputOption())
    .addOption(
      new Option('--against <revision>', 'compare with this revision of git (default: HEAD)').conflicts([
        'againstEnv',
        'againstSpec',
      ]),
    )
    .addOption(
      new Option('--against-env <name>', 'compare with this environment of the spec').conflicts(
        'againstSpec',
      ),
    )
    .option('--against-spec <file>', 'compare with this spec')
    .option('--detailed-exitcode', 'exit with 2 when somebody gains or loses something')
    .action(async (path: string | undefined, options: DiffOptions) => {
      const { output, detailedExitcode = false } = options
      const spec = await askSpec(host, exit, path, options)
      if (spec === undefined) return
      const { against, before } = await otherSide(host, spec.document.path, spec.folder, options)
      const report = reportOf(before?.topology, spec.topology, against)
      const print = { ...globalOptions(host, options), ...(output === undefined ? {} : { output }) }
      await printAnswer(host, diffAnswer(report), print)
      if (detailedExitcode && report.diff.changes.length > 0) exit(ExitCode.Changes)
    })
}

async function otherSide(
  host: Host,
  path: string,
  folder: string,
  { againstSpec, ...options }: DiffOptions,
): Promise<{ readonly against: AccessReport['against']; readonly before?: ValidSpec }> {
  if (againstSpec === undefined) {
    const { against, spec } = await otherSpec(host, path, folder, options)
    return { against, ...(spec === undefined ? {} : { before: spec }) }
  }
  const { env } = options
  const other = await openSpec(host, againstSpec, env === undefined ? {} : { env })
  return {
    against: { kind: 'spec', spec: againstSpec },
    before: validSpec(other, `${againstSpec} is not valid`),
  }
}

function reportOf(
  before: Topology | undefined,
  after: Topology,
  against: AccessReport['against'],
): AccessReport {
  const old = before ?? { ...after, users: [], bridges: [] }
  const diff = accessDiff(old, after)
  const retained = retainedChanges(old, after, diff.changes)
  return { topology: after.name, against, diff, retained }
}
