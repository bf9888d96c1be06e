/** What all verbs have in common: global options, examples in the help, and how they end. */

import { Command } from 'commander'
import type { ExitCode } from './exit-code.ts'
import {
  type GlobalOptions,
  globalOptionList,
  globalOptions,
  helpOption,
  type ParsedGlobalOptions,
} from './global-options.ts'
import type { Host } from './host.ts'
import { type Output, outputOption } from './output-format.ts'

/** Told once by each verb that does not simply succeed. */
export type Exit = (code: ExitCode) => void

export type PrintOptions = GlobalOptions & { readonly output?: readonly Output[] }

/** Command lines and what they do. */
export type Examples = readonly (readonly [command: string, does: string])[]

export interface VerbHelp {
  readonly description: string
  readonly examples: Examples
}

export function verb(name: string, { description, examples }: VerbHelp): Command {
  return new Command(name).description(description).addHelpText('after', examplesText(examples))
}

/** One below the other where they fit into a line of a terminal; else each with what it does below it. */
export function examplesText(examples: Examples): string {
  const width = Math.max(...examples.map(([command]) => command.length))
  const fits = examples.every(([, does]) => `  $ ${' '.repeat(width)}  ${does}`.length <= 80)
  const lines = examples.map(([command, does]) =>
    fits ? `  $ ${command.padEnd(width)}  ${does}` : `  $ ${command}\n      ${does}`,
  )
  return `\nExamples:\n${lines.join('\n')}`
}

/** The options of every verb come last in its help. */
export function withGlobalOptions(command: Command): Command {
  for (const option of globalOptionList()) command.addOption(option)
  return command.addHelpOption(helpOption())
}

/** A verb that reads a spec and prints findings. */
export function specVerb(name: string, help: VerbHelp, output = outputOption()): Command {
  return verb(name, help)
    .argument('[spec]', 'the spec: .yaml, .json, .ts, .js or .mjs (default: topology.yaml and the like here)')
    .option('-e, --env <name>', 'merge in this environment of the spec')
    .addOption(output)
}

export function printOptions(
  host: Host,
  parsed: ParsedGlobalOptions & { readonly output?: readonly Output[] },
): PrintOptions {
  const { output } = parsed
  return { ...globalOptions(host, parsed), ...(output === undefined ? {} : { output }) }
}
