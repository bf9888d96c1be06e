/** A broker as a child process on a free loopback port, known by its configuration file and signals only. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, connect as openSocket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BrokerCommand } from './broker-command.ts'

const START_MILLISECONDS = 120_000
const STOP_MILLISECONDS = 20_000

export interface BrokerProcess {
  readonly command: BrokerCommand
  readonly pid: number
  readonly port: number
  readonly rssKilobytes: () => number
  /** What it wrote on standard error, the last part. */
  readonly messages: () => string
  readonly running: () => boolean
  /** Sends `signal`, waits for the end, and tells the exit code or signal. SIGKILL follows when it takes too long. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<string>
}

export interface StartOptions {
  readonly environment?: NodeJS.ProcessEnv
  /** A shell prefix such as `ulimit -f 100 &&`; the broker takes the place of the shell. */
  readonly before?: string
  /** How long it may take to listen; 120 s by default. */
  readonly startMilliseconds?: number
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

async function accepts(port: number): Promise<boolean> {
  const socket = openSocket(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

/** Waits until somebody listens, or `child` has ended. */
async function listening(port: number, child: ChildProcess, milliseconds: number): Promise<boolean> {
  const end = performance.now() + milliseconds
  while (performance.now() < end && child.exitCode === null && child.signalCode === null) {
    if (await accepts(port)) return true
    await sleep(5)
  }
  return false
}

export function rssKilobytes(pid: number): number {
  const found = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(found?.[1] ?? Number.NaN)
}

function spawnBroker(command: BrokerCommand, conf: string, options: StartOptions): ChildProcess {
  const words = command.words.map((word) => word.replace('{conf}', conf))
  const environment = { ...process.env, ...options.environment }
  const stdio = ['ignore', 'ignore', 'pipe'] as const
  if (options.before === undefined)
    return spawn(words[0] ?? '', words.slice(1), { stdio: [...stdio], env: environment })
  const script = `${options.before} exec "$@"`
  return spawn('bash', ['-c', script, 'bash', ...words], { stdio: [...stdio], env: environment })
}

/**
 * Starts `command` with `lines` as its configuration, which must hold a listener on `port`.
 * Throws with the broker's own words when it does not come up.
 */
export async function startBroker(
  command: BrokerCommand,
  folder: string,
  port: number,
  lines: readonly string[],
  options: StartOptions = {},
): Promise<BrokerProcess> {
  const conf = join(folder, `${command.name}-${port}.conf`)
  writeFileSync(conf, `${lines.join('\n')}\n`)
  const child = spawnBroker(command, conf, options)
  let messages = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    messages = (messages + text).slice(-8_000)
  })
  let failure = ''
  child.on('error', (error) => {
    failure = error.message
  })
  const ended = new Promise<string>((resolve) => {
    child.on('exit', (code, signal) => resolve(String(signal ?? code)))
    child.on('error', () => resolve('not started'))
  })
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MILLISECONDS)
    const how = await ended
    clearTimeout(timer)
    return how
  }
  const patience = options.startMilliseconds ?? START_MILLISECONDS
  if (!(await listening(port, child, patience)) || child.pid === undefined) {
    await stop('SIGKILL')
    throw new Error(`${command.name} did not start on port ${port}: ${failure}${messages}`)
  }
  const pid = child.pid
  return {
    command,
    pid,
    port,
    rssKilobytes: () => rssKilobytes(pid),
    messages: () => messages,
    running: () => child.exitCode === null && child.signalCode === null,
    stop,
  }
}
