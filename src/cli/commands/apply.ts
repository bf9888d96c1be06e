/** `mqttopia apply`: installs what was compiled for a broker, and has the broker take it up. */

import { type Command, InvalidArgumentError, Option } from 'commander'
import { machineOptions } from '../apply/open-machine.ts'
import { type ApplyCommandOptions, runApply } from '../apply/run-apply.ts'
import type { Host } from '../host.ts'
import { type Exit, verb } from '../verb.ts'
import { allowDestroyOption, maxDestroyOption } from './plan.ts'

export function applyCommand(host: Host, exit: Exit): Command {
  const command = verb('apply', {
    description: 'install what was compiled for a broker, and have the broker take it up',
    examples: [
      ['mqttopia apply --broker core --dir /etc/mosquitto/core', 'reloads or restarts, as it takes'],
      ['mqttopia apply plan.json --broker core --dir /etc/mosquitto/core', 'only if the world is as planned'],
    ],
  })
  command
    .argument('[plan]', 'a plan from "plan --out": apply that, or nothing')
    .option('-e, --env <name>', 'of this environment: what was compiled into build-NAME')
    .option('--build <folder>', 'the output folder of compile (default: build, or build-NAME with --env)')
    .option('--state <folder>', 'where certificates are kept, to compare a plan with (default: .mqttopia)')
  for (const option of machineOptions()) command.addOption(option)
  return command
    .option(
      '--reload-command <command>',
      'for changes that take a reload (default: systemctl reload mosquitto)',
    )
    .option(
      '--restart-command <command>',
      'for those that take a restart (default: systemctl restart mosquitto)',
    )
    .option('--pid-file <file>', "reload by SIGHUP to this file's process")
    .option('--owner <user[:group]>', 'the account that the files are given to')
    .addOption(count('--keep <count>', 'old releases to keep', 5))
    .addOption(count('--wait <seconds>', 'how long the broker may take to serve', 30))
    .option('--no-probe', 'do not ask the listeners whether they serve')
    .option(
      '--probe-host <host>',
      'where listeners are reached that are bound to all addresses (default: 127.0.0.1)',
    )
    .addOption(maxDestroyOption())
    .addOption(allowDestroyOption())
    .action((plan: string | undefined, options: ApplyCommandOptions) => runApply(host, exit, plan, options))
}

function count(flags: string, description: string, usual: number): Option {
  return new Option(flags, description).default(usual).argParser((text) => {
    if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It is a whole number.')
    return Number(text)
  })
}
