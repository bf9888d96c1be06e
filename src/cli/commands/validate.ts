/** `mqttopia validate`: says all that is wrong with a spec; writes nothing. */

import type { Command } from 'commander'
import { hasErrors } from '../../compile.ts'
import { reportFindings, withBaseline } from '../baseline/use-baseline.ts'
import { ExitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { openSpec } from '../open-spec.ts'
import { printDiagnostics } from '../output-format.ts'
import { type Exit, printOptions, specVerb } from '../verb.ts'

export function validateCommand(host: Host, exit: Exit): Command {
  const help = {
    description: 'say all that is wrong with a spec',
    examples: [
      ['mqttopia validate', 'checks topology.yaml in this folder'],
      ['mqttopia validate plant.yaml -e dev', 'checks it with the environment "dev" merged in'],
      ['mqttopia validate -o github -o sarif=mqttopia.sarif', 'for a pull request and for code scanning'],
      [
        'mqttopia validate --baseline baseline.json',
        'what has come since "--write-baseline baseline.json"; exits with 4 for a new warning',
      ],
    ],
  } as const
  return withBaseline(specVerb('validate', help)).action(async (path: string | undefined, options) => {
    const spec = await openSpec(host, path, options)
    const print = printOptions(host, options)
    if (hasErrors(spec)) {
      await printDiagnostics(host, spec.diagnostics, spec.document.locate, print)
      return exit(ExitCode.Invalid)
    }
    const told = await reportFindings(host, spec.diagnostics, {
      ...{ verb: 'validate', locate: spec.document.locate, print, options },
      success: () => `${spec.document.path}: valid`,
    })
    if (told === 'fail') exit(ExitCode.PolicyFailed)
  })
}
