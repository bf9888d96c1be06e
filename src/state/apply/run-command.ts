/** Runs a command of the user through the shell. */

import { execFile } from 'node:child_process'
import type { CommandResult } from './machine.ts'

const MOST_SECONDS = 120
const MOST_SAID = 400

export function runCommand(command: string): Promise<CommandResult> {
  return runProgram('/bin/sh', ['-c', command])
}

export function runProgram(
  program: string,
  args: readonly string[],
  input = '',
): Promise<CommandResult & { readonly stdout: string }> {
  return new Promise((resolve) => {
    const options = { timeout: MOST_SECONDS * 1000, maxBuffer: 256 * 1024 * 1024 }
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      const said = `${stderr}${stderr === '' ? stdout : ''}`.trim() || (error?.message ?? '')
      resolve({ ok: error === null, said: said.slice(-MOST_SAID), stdout })
    })
    child.stdin?.on('error', () => {}) // a program that reads nothing and ends is fine
    child.stdin?.end(input)
  })
}
