/** Runs a program of the test as a child process and kills it at a random moment. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BundledProgram } from '../../support/bundled.ts'

/** Starts `script` with arguments; it prints `started` when its work begins. */
export async function startScript(script: BundledProgram, ...args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script.path, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

/** Kills `child` within `withinMs` of now, unless it ends before; true when it was killed. */
export async function killAtRandom(child: ChildProcess, withinMs: number): Promise<boolean> {
  const exited = once(child, 'exit')
  await Promise.race([sleep(Math.random() * withinMs), exited])
  child.kill('SIGKILL')
  await exited
  return child.signalCode === 'SIGKILL'
}
