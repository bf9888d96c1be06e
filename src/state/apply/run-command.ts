/** Runs a command of the user through the shell. */

import { type ExecFileException, execFile } from 'node:child_process'
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
      const said = oneLine(`${stderr}${stderr === '' ? stdout : ''}`) || endText(error)
      resolve({ ok: error === null, said: said.slice(-MOST_SAID), stdout })
    })
    child.stdin?.on('error', () => {}) // a program that reads nothing and ends is fine
    child.stdin?.end(input)
  })
}

/** For a sentence, and for a terminal: nothing in it ends the line or moves the cursor. */
function oneLine(text: string): string {
  return text
    .trim()
    .replace(/\s*[\r\n]+\s*/g, '; ')
    .replace(/\p{Cc}/gu, '?')
}

function endText(error: ExecFileException | null): string {
  if (error === null) return ''
  if (error.killed === true) return `it did not end within ${MOST_SECONDS} seconds`
  if (typeof error.signal === 'string') return `it was ended by ${error.signal}`
  return typeof error.code === 'number' ? `it ended with code ${error.code}` : oneLine(error.message)
}
