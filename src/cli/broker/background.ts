/** `broker -d`: the same command line once more, on its own; who started it waits until the broker runs, and hears why not. */

import { type ChildProcess, spawn } from 'node:child_process'
import { ExitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { type RunBrokerOptions, runBroker } from './run-broker.ts'

/** In the environment of the one that runs on. */
const MARK = 'MQTTOPIA_IN_BACKGROUND'
const RUNNING = 'running'

export function isInBackground({ env }: Pick<Host, 'env'>): boolean {
  return env[MARK] !== undefined
}

/**
 * Resolves with 0 when the broker runs; else with its status, once all that it has to say is said. `args`: of Node;
 * those of this process unless a test has others.
 */
export function startInBackground(
  host: Pick<Host, 'cwd' | 'env' | 'stderr'>,
  args: readonly string[] = [...process.execArgv, ...process.argv.slice(1)],
): Promise<ExitCode> {
  const child = spawn(process.execPath, args, {
    cwd: host.cwd,
    env: { ...host.env, [MARK]: '1' },
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  child.stderr?.setEncoding('utf8').on('data', host.stderr)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => resolve(statusOf(status)))
    child.on('message', (message) => {
      if (message === RUNNING) afterReading(() => resolve(letGo(child)))
    })
  })
}

/** What it said before is on its way already, and is read in the next turn. */
function afterReading(act: () => void): void {
  setImmediate(() => setImmediate(act))
}

function letGo(child: ChildProcess): ExitCode {
  child.removeAllListeners('close')
  child.disconnect()
  child.stderr?.destroy()
  child.unref()
  return ExitCode.Ok
}

/** What is said goes to who started it, until the broker runs. */
export function runInBackground(host: Host, options: RunBrokerOptions): Promise<ExitCode> {
  let isHeard = true
  const stderr = (text: string) => {
    if (isHeard) host.stderr(text)
  }
  return runBroker({ ...host, stdout: () => {}, stderr }, options, () => {
    process.send?.(RUNNING)
    isHeard = false
  })
}

/** Of a process that a signal has ended, as of one that failed. */
function statusOf(status: number | null): ExitCode {
  return Object.values(ExitCode).find((code) => code === status) ?? ExitCode.Failed
}
