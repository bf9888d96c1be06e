/** The command line as a whole. */

import { Command } from 'commander'
import { completeCommand, completionCommand } from './commands/completion.ts'
import { helpCommand } from './commands/help.ts'
import type { Host } from './host.ts'
import { type Examples, type Exit, examplesText, withGlobalOptions } from './verb.ts'
import { VERSION } from './version.ts'

const EXAMPLES: Examples = [
  ['mqttopia init', 'a starter topology in this folder'],
  ['mqttopia validate', 'all that is wrong with it, with places and hints'],
  ['mqttopia up', 'all of its brokers, running right here'],
  ['mqttopia compile', 'its files, for brokers elsewhere'],
  ['mqttopia help compile', 'more about one command'],
]

const EXIT_CODES = `
Exit codes:
   0  success
   1  mqttopia could not do its work: files, disk, permissions
   2  changes are pending (--check, --detailed-exitcode)
   3  the spec is invalid, or the target cannot express it
   4  the answer is no (can), or a policy or test failed
   5  a certificate is due (pki status --within)
  64  the command line is wrong`

/** @param wanted the verb that is going to be run, if it is known: the others are left out then. */
export async function program(host: Host, exit: Exit, wanted?: string): Promise<Command> {
  const command = new Command('mqttopia')
    .description(
      'Infrastructure as code for MQTT: one spec in; broker configuration, ACLs, certificates and client bundles out.',
    )
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    // What stands behind the name of a command is that one's.
    .enablePositionalOptions()
    .configureHelp({ subcommandTerm })
    .addHelpText('after', examplesText(EXAMPLES))
    .addHelpText('after', EXIT_CODES)
  const loaded = await Promise.all(verbsFor(wanted).map((load) => load(host, exit)))
  for (const verb of loaded) command.addCommand(withGlobalOptions(verb))
  return command.addCommand(helpCommand(command)).addCommand(completeCommand(host, command), { hidden: true })
}

type LoadVerb = (host: Host, exit: Exit) => Promise<Command>

/** In the order of the help. Each is read when it is asked for: the program would need twice the time to begin. */
const verbs: Readonly<Record<string, LoadVerb>> = {
  init: async (host) => (await import('./commands/init.ts')).initCommand(host),
  validate: async (host, exit) => (await import('./commands/validate.ts')).validateCommand(host, exit),
  analyze: async (host, exit) => (await import('./commands/analyze.ts')).analyzeCommand(host, exit),
  test: async (host, exit) => (await import('./commands/test.ts')).testCommand(host, exit),
  explain: async (host, exit) => (await import('./commands/explain.ts')).explainCommand(host, exit),
  can: async (host, exit) => (await import('./commands/can.ts')).canCommand(host, exit),
  'who-can': async (host, exit) => (await import('./commands/who-can.ts')).whoCanCommand(host, exit),
  trace: async (host, exit) => (await import('./commands/trace.ts')).traceCommand(host, exit),
  whatif: async (host, exit) => (await import('./commands/whatif.ts')).whatIfCommand(host, exit),
  graph: async (host, exit) => (await import('./commands/graph.ts')).graphCommand(host, exit),
  report: async (host, exit) => (await import('./commands/report.ts')).reportCommand(host, exit),
  fmt: async (host, exit) => (await import('./commands/fmt.ts')).fmtCommand(host, exit),
  compile: async (host, exit) => (await import('./commands/compile.ts')).compileCommand(host, exit),
  diff: async (host, exit) => (await import('./commands/diff.ts')).diffCommand(host, exit),
  plan: async (host, exit) => (await import('./commands/plan.ts')).planCommand(host, exit),
  apply: async (host, exit) => (await import('./commands/apply.ts')).applyCommand(host, exit),
  drift: async (host, exit) => (await import('./commands/drift.ts')).driftCommand(host, exit),
  bundle: async (host, exit) => (await import('./commands/bundle.ts')).bundleCommand(host, exit),
  pki: async (host, exit) => (await import('./commands/pki/pki.ts')).pkiCommand(host, exit),
  vault: async (host) => (await import('./commands/vault/vault.ts')).vaultCommand(host),
  up: async (host, exit) => (await import('./commands/up.ts')).upCommand(host, exit),
  broker: async (host, exit) => (await import('./commands/broker.ts')).brokerCommand(host, exit),
  schema: async (host) => (await import('./commands/schema.ts')).schemaCommand(host),
  'explain-code': async (host) => (await import('./commands/explain-code.ts')).explainCodeCommand(host),
  completion: async (host) => completionCommand(host),
}

function verbsFor(wanted: string | undefined): readonly LoadVerb[] {
  if (wanted === '--version' || wanted === '-V') return []
  const load = wanted !== undefined && Object.hasOwn(verbs, wanted) ? verbs[wanted] : undefined
  return load === undefined ? Object.values(verbs) : [load]
}

/** The verb and its arguments, of many the first; that each takes options goes without saying. */
function subcommandTerm(command: Command): string {
  const names = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`
    return argument.required ? `<${name}>` : `[${name}]`
  })
  return [command.name(), ...(names.length > 2 ? [names[0], '...'] : names)].join(' ')
}
