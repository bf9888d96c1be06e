/** Runs one command line and says how it ended; never throws. */

import { type Command, CommanderError } from 'commander'
import { Failure } from '../diagnostics/failure.ts'
import { ExitCode } from './exit-code.ts'
import type { Host } from './host.ts'
import { program } from './program.ts'
import { UsageError } from './usage-error.ts'

/** `argv` without the program's own name. */
export async function run(argv: readonly string[], host: Host): Promise<ExitCode> {
  let code: ExitCode = ExitCode.Ok
  const tell = (told: ExitCode) => {
    code = told
  }
  const command = await program(host, tell, argv[0])
  speakThrough(host, command, command.name())
  try {
    await command.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    return failed(error, host)
  }
}

function speakThrough(host: Host, command: Command, name: string): void {
  const { stdout, stderr } = host
  command.exitOverride().configureOutput({
    writeOut: stdout,
    writeErr: stderr,
    outputError: (text, write) => write(text.replace(/^error: /, 'mqttopia: ')),
  })
  command.showHelpAfterError(`(see "${name} --help")`)
  for (const each of command.commands) speakThrough(host, each, `${name} ${each.name()}`)
}

function failed(error: unknown, { stderr }: Host): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.Ok : ExitCode.Usage
  if (error instanceof UsageError || error instanceof Failure) {
    stderr(`mqttopia: ${error.message}\n`)
    return error instanceof UsageError ? ExitCode.Usage : ExitCode.Failed
  }
  stderr(`mqttopia has a bug, please report it:\n${trace(error)}\n`)
  return ExitCode.Failed
}

function trace(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { stack = error.message, cause } = error
  return cause === undefined ? stack : `${stack}\ncaused by ${trace(cause)}`
}
