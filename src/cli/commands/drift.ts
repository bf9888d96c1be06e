/** `mqttopia drift`: whether what is installed is what was compiled. */

import type { Command } from 'commander'
import { installedDrift } from '../../state/apply/installed-drift.ts'
import { compiledBroker } from '../apply/compiled-broker.ts'
import { type MachineOptions, machineOptions, openMachine } from '../apply/open-machine.ts'
import { ExitCode } from '../exit-code.ts'
import { globalOptions, type ParsedGlobalOptions } from '../global-options.ts'
import type { Host } from '../host.ts'
import { outputFolder } from '../own-folders.ts'
import { type Exit, verb } from '../verb.ts'

interface DriftOptions extends ParsedGlobalOptions, MachineOptions {
  readonly env?: string
  readonly build?: string
}

export function driftCommand(host: Host, exit: Exit): Command {
  const command = verb('drift', {
    description: 'say whether what is installed for a broker is what was compiled',
    examples: [['mqttopia drift --broker core --dir /etc/mosquitto/core', 'exits with 2 where it is not']],
  })
  command
    .option('-e, --env <name>', 'of this environment: what was compiled into build-NAME')
    .option('--build <folder>', 'the output folder of compile (default: build, or build-NAME with --env)')
  for (const option of machineOptions()) command.addOption(option)
  return command.action((options: DriftOptions) => runDrift(host, exit, options))
}

/** Differences are data: one a line. */
async function runDrift(host: Host, exit: Exit, options: DriftOptions): Promise<void> {
  const { env, build, broker: name } = options
  const { quiet } = globalOptions(host, options)
  const named = { ...(env === undefined ? {} : { env }), ...(build === undefined ? {} : { out: build }) }
  const { broker, release } = compiledBroker(host, outputFolder(named), name)
  const machine = openMachine(host, options, () => {})
  const drift = await installedDrift(machine, release)
  for (const { path, differs } of drift) host.stdout(`${path}: ${differs}\n`)
  if (drift.length > 0) return exit(ExitCode.Changes)
  if (!quiet) host.stderr(`${broker.name}: ${machine.name} is as it was compiled\n`)
}
