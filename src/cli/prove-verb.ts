/** What `analyze` and `test` have in common: findings about a valid spec, and exit code 4 for errors among them. */

import type { Command } from 'commander'
import { hasErrors } from '../compile.ts'
import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts'
import type { Topology } from '../topology/topology.ts'
import { ExitCode } from './exit-code.ts'
import type { Host } from './host.ts'
import { openSpec } from './open-spec.ts'
import { printDiagnostics } from './output-format.ts'
import { type Exit, printOptions, specVerb, type VerbHelp } from './verb.ts'

export interface Proof extends VerbHelp {
  readonly name: string
  readonly prove: (topology: Topology, now: Date) => readonly Diagnostic[]
  /** Said to people when all is well. */
  readonly success: (topology: Topology) => string
}

export function proveVerb(host: Host, exit: Exit, { name, prove, success, ...help }: Proof): Command {
  return specVerb(name, help).action(async (path: string | undefined, options) => {
    const spec = await openSpec(host, path, options)
    const { document, topology } = spec
    const print = printOptions(host, options)
    if (hasErrors(spec) || topology === undefined) {
      await printDiagnostics(host, spec.diagnostics, document.locate, print)
      return exit(ExitCode.Invalid)
    }
    const found = prove(topology, host.now())
    await printDiagnostics(host, found, document.locate, print)
    if (found.some(isError)) return exit(ExitCode.PolicyFailed)
    if (!print.quiet) host.stderr(`${document.path}: ${success(topology)}\n`)
  })
}
