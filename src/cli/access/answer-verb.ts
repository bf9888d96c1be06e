/** What the verbs that answer questions about access have in common: a spec, people or programs to answer to. */

import { type Command, Option } from 'commander'
import { hasErrors } from '../../compile.ts'
import type { Broker } from '../../topology/broker.ts'
import type { Topology } from '../../topology/topology.ts'
import type { User } from '../../topology/user.ts'
import { ExitCode } from '../exit-code.ts'
import { globalOptions, type ParsedGlobalOptions } from '../global-options.ts'
import type { Host } from '../host.ts'
import { type OpenSpec, openSpec } from '../open-spec.ts'
import { printDiagnostics } from '../output-format.ts'
import { noSuch, UsageError } from '../usage-error.ts'
import { type Exit, type VerbHelp, verb } from '../verb.ts'

export interface AnswerOptions extends ParsedGlobalOptions {
  readonly env?: string
  readonly output?: 'human' | 'json'
  readonly broker?: string
}

export interface AskedSpec extends OpenSpec {
  readonly topology: Topology
}

export function answerVerb(name: string, help: VerbHelp): Command {
  return verb(name, help)
    .option('-e, --env <name>', 'merge in this environment of the spec')
    .option('--broker <name>', 'on this broker')
    .addOption(
      new Option('-o, --output <format>', 'how to answer').choices(['human', 'json']).default('human'),
    )
}

/** An {@link answerVerb} about what one user may do with some topics. */
export function rightsVerb(name: string, help: VerbHelp): Command {
  return answerVerb(name, help)
    .argument('<user>', 'a username, or anonymous')
    .argument('<action>', 'publish, subscribe or receive')
    .argument('<topics>', 'a topic, or a filter')
    .argument(...SPEC_ARGUMENT)
}

export const SPEC_ARGUMENT = ['[spec]', 'the spec (default: topology.yaml and the like here)'] as const

/** The spec, or `undefined` where it has errors, which are told. */
export async function askSpec(
  host: Host,
  exit: Exit,
  path: string | undefined,
  options: ParsedGlobalOptions & Pick<AnswerOptions, 'env'>,
): Promise<AskedSpec | undefined> {
  const spec = await openSpec(host, path, options)
  if (!hasErrors(spec) && spec.topology !== undefined) return { ...spec, topology: spec.topology }
  const print = { ...globalOptions(host, options), quiet: true }
  await printDiagnostics(host, spec.diagnostics, spec.document.locate, print)
  exit(ExitCode.Invalid)
  return undefined
}

/** @throws UsageError when there is no such broker. */
export function brokersNamed({ brokers }: Topology, name: string | undefined): readonly Broker[] {
  if (name === undefined) return brokers
  const found = brokers.find((broker) => broker.name === name)
  if (found !== undefined) return [found]
  throw noSuch(
    'broker',
    name,
    brokers.map((broker) => broker.name),
  )
}

/** The brokers that the user connects to, or the named one of them. @throws UsageError when it does not. */
export function brokersOf(topology: Topology, user: User, name: string | undefined): readonly Broker[] {
  const named = brokersNamed(topology, name)
  const found = user.at.filter((broker) => named.includes(broker))
  if (found.length > 0) return found
  throw new UsageError(
    `user ${JSON.stringify(user.name)} does not connect to broker ${JSON.stringify(name ?? '')}`,
  )
}
