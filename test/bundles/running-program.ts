/** Starts a program that listens for messages, and waits for one. */

import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { MosquittoBroker } from '../support/mosquitto-broker.ts'

const PATIENCE_MS = 20_000

export interface RunningProgram {
  /** The line that holds `hello`, or all that was printed where none comes; ends the program. */
  readonly message: () => Promise<string>
}

/** Resolves when the broker has acknowledged the program's subscription, or the program has ended. */
export async function startListening(
  broker: MosquittoBroker,
  [file, ...args]: readonly [string, ...string[]],
  cwd: string,
): Promise<RunningProgram> {
  const acknowledged = () => broker.log().split('Sending SUBACK').length
  const before = acknowledged()
  const child = spawn(file, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (output += data.toString()))
  const ended = new Promise((resolve) => child.once('close', resolve))
  const until = async (happened: () => boolean) => {
    const start = Date.now()
    while (!happened() && child.exitCode === null && Date.now() - start < PATIENCE_MS) await sleep(5)
  }
  await until(() => acknowledged() > before)
  return {
    async message() {
      await until(() => /hello.*\n/.test(output))
      child.kill('SIGKILL')
      await ended
      return output.split('\n').find((line) => line.includes('hello')) ?? output
    },
  }
}
