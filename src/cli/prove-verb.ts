/** What `analyze` and `test` have in common: findings about a valid spec, and exit code 4 for errors among them. */

import type { Command } from 'commander'
import { hasErrors } from '../compile.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Topology } from '../topology/topology.ts'
import { reportFindings, withBaseline } from './baseline/use-baseline.ts'
import { ExitCode } from './exit-code.ts'
import type { Host } from './host.ts'
import { type OpenSpec, openSpec } from './open-spec.ts'
import { printDiagnostics } from './output-format.ts'
import { type Exit, printOptions, specVerb, type VerbHelp } from './verb.ts'

export interface ProvableSpec extends OpenSpec {
  readonly topology: Topology
}

export interface Proof<Options> extends VerbHelp {
  readonly name: string
  /** `undefined`: it could not be done, which has been told. */
  readonly prove: (
    spec: ProvableSpec,
    options: Options,
  ) => readonly Diagnostic[] | Promise<readonly Diagnostic[] | undefined>
  /** Said to people when all is well. */
  readonly success: (topology: Topology, options: Options) => string
}

/** `Options`: what is added to the command, beside the options of each verb about a spec. */
export function proveVerb<Options extends object>(
  host: Host,
  exit: Exit,
  { name, prove, success, ...help }: Proof<Options & { readonly env?: string }>,
): Command {
  return withBaseline(specVerb(name, help)).action(async (path: string | undefined, options) => {
    const spec = await openSpec(host, path, options)
    const { document, topology } = spec
    const print = printOptions(host, options)
    if (hasErrors(spec) || topology === undefined) {
      await printDiagnostics(host, spec.diagnostics, document.locate, print)
      return exit(ExitCode.Invalid)
    }
    const found = await prove({ ...spec, topology }, options)
    if (found === undefined) return
    const told = await reportFindings(host, found, {
      ...{ verb: name, locate: document.locate, print, options },
      success: () => `${document.path}: ${success(topology, options)}`,
    })
    if (told === 'fail') exit(ExitCode.PolicyFailed)
  })
}
