/** The outer world of a command line that has a process to itself. */

import process from 'node:process'
import { fileReader } from '../state/file-reader.ts'
import { askSecret } from './ask-secret.ts'
import type { Host } from './host.ts'
import { onProcessSignal } from './signals.ts'

export function processHost(): Host {
  const cwd = process.cwd()
  return {
    cwd,
    env: process.env,
    now: () => new Date(),
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    isTerminal: process.stderr.isTTY === true,
    terminalSize: () => ({ columns: process.stderr.columns ?? 80, rows: process.stderr.rows ?? 24 }),
    ...(process.stdin.isTTY && process.stderr.isTTY ? { askSecret } : {}),
    reader: fileReader(cwd),
    onSignal: onProcessSignal,
  }
}
