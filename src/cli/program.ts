/** The command line as a whole. */

import { Command } from 'commander'
import { analyzeCommand } from './commands/analyze.ts'
import { applyCommand } from './commands/apply.ts'
import { brokerCommand } from './commands/broker.ts'
import { bundleCommand } from './commands/bundle.ts'
import { canCommand } from './commands/can.ts'
import { compileCommand } from './commands/compile.ts'
import { completeCommand, completionCommand } from './commands/completion.ts'
import { diffCommand } from './commands/diff.ts'
import { driftCommand } from './commands/drift.ts'
import { explainCommand } from './commands/explain.ts'
import { explainCodeCommand } from './commands/explain-code.ts'
import { fmtCommand } from './commands/fmt.ts'
import { graphCommand } from './commands/graph.ts'
import { helpCommand } from './commands/help.ts'
import { initCommand } from './commands/init.ts'
import { pkiCommand } from './commands/pki/pki.ts'
import { planCommand } from './commands/plan.ts'
import { reportCommand } from './commands/report.ts'
import { schemaCommand } from './commands/schema.ts'
import { testCommand } from './commands/test.ts'
import { traceCommand } from './commands/trace.ts'
import { upCommand } from './commands/up.ts'
import { validateCommand } from './commands/validate.ts'
import { vaultCommand } from './commands/vault/vault.ts'
import { whatIfCommand } from './commands/whatif.ts'
import { whoCanCommand } from './commands/who-can.ts'
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

export function program(host: Host, exit: Exit): Command {
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
  for (const verb of verbs(host, exit)) command.addCommand(withGlobalOptions(verb))
  return command.addCommand(helpCommand(command)).addCommand(completeCommand(host, command), { hidden: true })
}

function verbs(host: Host, exit: Exit): readonly Command[] {
  return [
    initCommand(host),
    validateCommand(host, exit),
    analyzeCommand(host, exit),
    testCommand(host, exit),
    explainCommand(host, exit),
    canCommand(host, exit),
    whoCanCommand(host, exit),
    traceCommand(host, exit),
    whatIfCommand(host, exit),
    graphCommand(host, exit),
    reportCommand(host, exit),
    fmtCommand(host, exit),
    compileCommand(host, exit),
    diffCommand(host, exit),
    planCommand(host, exit),
    applyCommand(host, exit),
    driftCommand(host, exit),
    bundleCommand(host, exit),
    pkiCommand(host, exit),
    vaultCommand(host),
    upCommand(host, exit),
    brokerCommand(host, exit),
    schemaCommand(host),
    explainCodeCommand(host),
    completionCommand(host),
  ]
}

/** The verb and its arguments, of many the first; that each takes options goes without saying. */
function subcommandTerm(command: Command): string {
  const names = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`
    return argument.required ? `<${name}>` : `[${name}]`
  })
  return [command.name(), ...(names.length > 2 ? [names[0], '...'] : names)].join(' ')
}
