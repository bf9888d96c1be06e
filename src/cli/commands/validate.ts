/** `mqttopia validate`: says all that is wrong with a spec; writes nothing. */

import type { Command } from 'commander'
import { hasErrors } from '../../compile.ts'
import { ExitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { openSpec } from '../open-spec.ts'
import { printDiagnostics } from '../output-format.ts'
import { type Exit, printOptions, specVerb } from '../verb.ts'

export function validateCommand(host: Host, exit: Exit): Command {
  const command = specVerb('validate', {
    description: 'say all that is wrong with a spec',
    examples: [
      ['mqttopia validate', 'checks topology.yaml in this folder'],
      ['mqttopia validate plant.yaml -e dev', 'checks it with the environment "dev" merged in'],
      ['mqttopia validate -o github -o sarif=mqttopia.sarif', 'for a pull request and for code scanning'],
    ],
  })
  return command.action(async (path: string | undefined, options) => {
    const spec = await openSpec(host, path, options)
    const print = printOptions(host, options)
    await printDiagnostics(host, spec.diagnostics, spec.document.locate, print)
    if (hasErrors(spec)) return exit(ExitCode.Invalid)
    if (!print.quiet && spec.topology !== undefined) host.stderr(`${spec.document.path}: valid\n`)
  })
}
