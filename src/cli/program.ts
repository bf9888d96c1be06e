/** The command line as a whole. */

import addCompletion from '@bomb.sh/tab/commander'
import { Command } from 'commander'
import { bundleCommand } from './commands/bundle.ts'
import { compileCommand } from './commands/compile.ts'
import { explainCodeCommand } from './commands/explain-code.ts'
import { fmtCommand } from './commands/fmt.ts'
import { initCommand } from './commands/init.ts'
import { schemaCommand } from './commands/schema.ts'
import { validateCommand } from './commands/validate.ts'
import type { Host } from './host.ts'
import type { Exit } from './verb.ts'
import { VERSION } from './version.ts'

const EXIT_CODES = `
Exit codes:
  0 success   1 could not do its work   2 changes pending (--check)   3 the spec is invalid
  4 a policy or test failed   5 a certificate is due   64 wrong command line
`

export function program(host: Host, exit: Exit): Command {
  const command = new Command('mqttopia')
    .description(
      'Infrastructure as code for MQTT: one spec in; broker configuration, ACLs, certificates and bundles out.',
    )
    .version(VERSION)
    .addHelpText('after', EXIT_CODES)
    .addCommand(initCommand(host))
    .addCommand(validateCommand(host, exit))
    .addCommand(fmtCommand(host, exit))
    .addCommand(compileCommand(host, exit))
    .addCommand(bundleCommand(host, exit))
    .addCommand(schemaCommand(host))
    .addCommand(explainCodeCommand(host))
  addCompletion(command, { completionCommandName: 'completion' })
  return command
}
