/** `mqttopia help`: the help of one command. */

import { Command } from 'commander'
import { noSuch } from '../usage-error.ts'

export function helpCommand(program: Command): Command {
  return new Command('help')
    .description('print the help of a command')
    .helpOption('-h, --help', 'print this help')
    .argument('[command]', 'which command')
    .action((name?: string) => {
      const known = program.createHelp().visibleCommands(program)
      const command = name === undefined ? program : known.find((each) => each.name() === name)
      if (command !== undefined) return command.outputHelp()
      throw noSuch(
        'command',
        name ?? '',
        known.map((each) => each.name()),
      )
    })
}
