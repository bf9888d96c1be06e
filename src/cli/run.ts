/** Runs one command line and says how it ended; never throws. */

import { type Command, CommanderError } from 'commander'
import { Failure } from '../state/failure.ts'
import { ExitCode } from './exit-code.ts'
import type { Host } from './host.ts'
import { program } from './program.ts'

/** `argv` without the program's own name. */
export async function run(argv: readonly string[], host: Host): Promise<ExitCode> {
  let code: ExitCode = ExitCode.Ok
  const command = program(host, (told) => {
    code = told
  })
  for (const each of [command, ...command.commands]) listenTo(each, host)
  try {
    await command.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    return failed(error, host)
  }
}

function listenTo(command: Command, { stdout, stderr }: Host): void {
  command.exitOverride().configureOutput({ writeOut: stdout, writeErr: stderr })
  command.showHelpAfterError('(add --help for what there is)')
}

function failed(error: unknown, host: Host): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.Ok : ExitCode.Usage
  if (error instanceof Failure) host.stderr(`mqttopia: ${error.message}\n`)
  else
    host.stderr(
      `mqttopia has a bug, please report it:\n${error instanceof Error ? error.stack : String(error)}\n`,
    )
  return ExitCode.Failed
}
