/** What all verbs have in common: global options, examples in the help, and how they end. */

import { Command } from 'commander'
import type { ExitCode } from './exit-code.ts'
import {
  type GlobalOptions,
  globalOptionList,
  globalOptions,
  type ParsedGlobalOptions,
} from './global-options.ts'
import type { Host } from './host.ts'
import { type Output, outputOption } from './output-format.ts'

/** Told once by each verb that does not simply succeed. */
export type Exit = (code: ExitCode) => void

export type PrintOptions = GlobalOptions & { readonly output?: readonly Output[] }

export interface VerbHelp {
  readonly description: string
  /** Command lines and what they do. */
  readonly examples: readonly (readonly [command: string, does: string])[]
}

export function verb(name: string, { description, examples }: VerbHelp): Command {
  const width = Math.max(...examples.map(([command]) => command.length))
  const lines = examples.map(([command, does]) => `  $ ${command.padEnd(width)}  ${does}`)
  const command = new Command(name).description(description)
  for (const option of globalOptionList()) command.addOption(option)
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}\n`)
}

/** A verb that reads a spec and prints findings. */
export function specVerb(name: string, help: VerbHelp): Command {
  return verb(name, help)
    .argument('[spec]', 'the spec: .yaml, .json, .ts, .js or .mjs (default: topology.yaml and the like here)')
    .option('-e, --env <name>', 'merge in this environment of the spec')
    .addOption(outputOption())
}

export function printOptions(
  host: Host,
  parsed: ParsedGlobalOptions & { readonly output?: readonly Output[] },
): PrintOptions {
  const { output } = parsed
  return { ...globalOptions(host, parsed), ...(output === undefined ? {} : { output }) }
}
