/** Starts the installed mosquitto on given configuration files, in the foreground, and stops it again. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ConfListener, listenersOf, movePorts } from './mosquitto-conf.ts'
import { isListening } from './mosquitto-sockets.ts'
import { brokerAccount, handOver } from './mosquitto-user.ts'
import { needPeer } from './real-peer.ts'

export interface MosquittoOptions {
  /** Path of the mosquitto.conf. */
  readonly conf: string
  /** Holds all files of this broker, below the temporary folder; it is handed to the broker's account. Default: that of `conf`. */
  readonly folder?: string
  /** Where relative paths of the configuration start. Default: `folder`. */
  readonly cwd?: string
  /** Ports of listeners (and of bridges to this machine) to move: a copy of `conf` is run. */
  readonly ports?: ReadonlyMap<number, number>
  /** Lines to add at the end: a copy of `conf` is run. */
  readonly append?: string
}

export interface MosquittoBroker {
  readonly pid: number
  /** All that it printed so far (only what it logs to stdout or stderr). */
  log(): string
  /**
   * Lines of the start-up log that a healthy start does not print: warnings, errors, notes on deprecation. The log must be
   * on stderr (stdout comes late), with `log_type information`.
   */
  complaints(): Promise<string[]>
  /** Sends SIGHUP; resolves when the broker has taken it up: what it reads from then on meets the new files. */
  reload(): Promise<void>
  /** Ends it; resolves with its exit status. */
  stop(): Promise<number | null>
}

/** The broker ended by itself instead of listening. */
export class MosquittoRefusal extends Error {
  readonly exitCode: number | null
  readonly log: string

  constructor(exitCode: number | null, log: string) {
    super(`mosquitto ended with status ${exitCode}:\n${log}`)
    this.exitCode = exitCode
    this.log = log
  }
}

const START_SECONDS = 20
const TURN_MS = 5
const HEALTHY_START =
  /^(\d+: )?((mosquitto version|mqttopia) \S+ (starting|running)|Config loaded from |Loading (config file|plugin:) |Opening (ipv[46]|unix|websockets) listen socket |Connecting bridge \(step |(New (client )?connection|New client connected) from |Client \S+ (closed its connection|disconnected)\.|No will message specified|Sending |Received )/

/** A TCP port that nobody uses on this machine now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/**
 * Starts mosquitto; resolves when all its listeners listen.
 *
 * @throws MosquittoRefusal when it ends instead.
 */
export async function startMosquitto(options: MosquittoOptions): Promise<MosquittoBroker> {
  const { conf, folder = dirname(options.conf), cwd = folder } = options
  const account = brokerAccount()
  const run = placeConf(options)
  if (account !== undefined) for (const path of [folder, ...run.scratch]) handOver(path, account)
  const child = spawn(needPeer('mosquitto'), ['-c', run.conf], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...account,
  })
  const broker = superviseBroker(child, run.scratch)
  const listeners = listenersOf(readFileSync(run.conf, 'utf8'))
  if (listeners.length === 0) throw new Error(`${conf} has no listener line`)
  await untilListening(child, listeners, broker)
  return broker
}

/** Where the configuration to run lies: as given, or changed in a scratch folder of its own, with what it includes. */
export function placeConf({ conf, ports, append }: MosquittoOptions): {
  readonly conf: string
  /** Folders to remove when the broker has ended. */
  readonly scratch: readonly string[]
} {
  if (ports === undefined && append === undefined) return { conf, scratch: [] }
  const folder = mkdtempSync(join(tmpdir(), 'mosquitto-conf-'))
  const copy = join(folder, 'mosquitto.conf')
  const moved = (path: string) => movePorts(readFileSync(path, 'utf8'), ports ?? new Map())
  let included = 0
  const text = moved(conf).replaceAll(/^include_dir (.*)$/gm, (_, from: string) => {
    const to = join(folder, `included-${included++}`)
    mkdirSync(to)
    for (const name of readdirSync(from).filter((name) => name.endsWith('.conf')))
      writeFileSync(join(to, name), moved(join(from, name)), { mode: 0o600 })
    return `include_dir ${to}`
  })
  writeFileSync(copy, `${text.replace(/\n*$/, '\n')}${append ?? ''}`, { mode: 0o600 })
  return { conf: copy, scratch: [folder] }
}

function superviseBroker(child: ChildProcess, scratch: readonly string[]): MosquittoBroker {
  let log = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => (log += data.toString()))
  const exited = once(child, 'close')
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  void exited.then(() => {
    process.off('exit', kill)
    for (const folder of scratch) rmSync(folder, { recursive: true, force: true })
  })
  return {
    pid: child.pid ?? -1,
    log: () => log,
    async complaints() {
      await until(
        () => startLines(log) !== undefined,
        () => `the log does not say that mosquitto runs:\n${log}`,
      )
      return startComplaints(log)
    },
    async reload() {
      const before = countReloads(log)
      child.kill('SIGHUP')
      await until(
        () => countReloads(log) > before,
        () => `no "Reloading config." in the log:\n${log}`,
      )
    },
    async stop() {
      child.kill('SIGTERM')
      // Just after its start mosquitto 2.0 forgets a signal: it sets its "go on" flag once more before it waits.
      const again = setInterval(() => child.kill('SIGTERM'), 300)
      const patience = setTimeout(kill, 20_000)
      await exited
      clearInterval(again)
      clearTimeout(patience)
      return child.exitCode
    },
  }
}

/** Lines of a log, up to the end of the start, that a healthy start does not print. */
export function startComplaints(log: string): string[] {
  return (startLines(log) ?? []).filter((line) => !HEALTHY_START.test(line))
}

/** The log up to the line that ends the start, once that has come. */
function startLines(log: string): string[] | undefined {
  const lines = log.split('\n')
  const running = lines.findIndex((line) => line.endsWith(' running'))
  return running === -1 ? undefined : lines.slice(0, running).filter((line) => line !== '')
}

function countReloads(log: string): number {
  return log.split('Reloading config.').length
}

async function untilListening(child: ChildProcess, wanted: readonly ConfListener[], broker: MosquittoBroker) {
  const ended = () => child.exitCode !== null || child.signalCode !== null
  await until(
    () => ended() || wanted.every((listener) => isListening(broker.pid, listener)),
    () => `mosquitto does not listen after ${START_SECONDS} s:\n${broker.log()}`,
  ).catch(async (error: unknown) => {
    await broker.stop()
    throw error
  })
  if (!ended()) return
  await broker.stop()
  throw new MosquittoRefusal(child.exitCode, broker.log())
}

/** Counts its own turns, not the clock: on a busy machine the clock runs while nobody reads what the broker says. */
async function until(happened: () => boolean, complaint: () => string): Promise<void> {
  const most = (START_SECONDS * 1000) / TURN_MS
  for (let turns = 0; !happened(); turns += 1) {
    if (turns > most) throw new Error(complaint())
    await sleep(TURN_MS)
  }
}
