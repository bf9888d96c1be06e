/** Runs the load generator and reads its reports. Its options are listed in `main.c`. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { buildLoad } from './build-load.ts'

/** What both kinds of run say: times of the generator itself and of the broker it watches. */
interface LoadReport {
  readonly seconds: number
  readonly cpuShare: number
  /** The generator was itself the limit. */
  readonly limit: boolean
  readonly brokerCpuSeconds: number
  readonly brokerCpuShare: number
  readonly brokerRssKilobytes: number
  readonly disconnects: number
  readonly refused: number
}

export interface FlowReport extends LoadReport {
  readonly mode: 'flow'
  readonly sent: number
  readonly acknowledged: number
  readonly received: number
  readonly lost: number
  readonly duplicates: number
  readonly receivedPerSecond: number
  readonly sentPerSecond: number
  readonly medianMicroseconds: number
  readonly p99Microseconds: number
  readonly maxMicroseconds: number
  readonly subscribers: number
  readonly wentWrong: boolean
}

export interface ConnectReport extends LoadReport {
  readonly mode: 'connect'
  readonly connections: number
  readonly connectionsPerSecond: number
}

/** One round of idle connections. */
export interface IdleReport {
  readonly mode: 'idle'
  readonly round: number
  readonly connected: number
  readonly seconds: number
  readonly connectionsPerSecond: number
  readonly disconnects: number
  readonly refused: number
  readonly brokerRssKilobytes: number
}

/** The end of idle connections: how many did not last. */
export interface HeldReport {
  readonly mode: 'held'
  readonly disconnects: number
}

type Report = FlowReport | ConnectReport | IdleReport | HeldReport

export type LoadOptions = Readonly<Record<string, string | number | boolean | undefined>>

/** `{ qos: 1, durable: true }` as `--qos 1 --durable`. */
function loadArguments(options: LoadOptions): string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined || value === false) return []
    return value === true ? [`--${name}`] : [`--${name}`, String(value)]
  })
}

/** A run under way. `reports` ends with the process; `stop` lets idle connections go. */
export interface LoadRun {
  readonly reports: AsyncIterator<Report>
  readonly stop: () => Promise<void>
}

export function startLoad(mode: Report['mode'], options: LoadOptions): LoadRun {
  const child = spawn(buildLoad(), [mode, ...loadArguments(options)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  async function* read(): AsyncGenerator<Report, undefined> {
    for await (const line of createInterface(child.stdout)) yield JSON.parse(line) as Report
    const [code, signal] = await ended
    if (code !== 0) throw new Error(`the load generator ended with ${code ?? signal}`)
    return undefined
  }
  const stop = async () => {
    child.stdin.end()
    if (child.exitCode === null) await ended
  }
  return { reports: read(), stop }
}

async function onlyReport(mode: Report['mode'], options: LoadOptions): Promise<Report> {
  const run = startLoad(mode, options)
  const { value } = await run.reports.next()
  await run.stop()
  if (value === undefined) throw new Error('the load generator reported nothing')
  return value
}

/** Publishers and subscribers. */
export async function runFlow(options: LoadOptions): Promise<FlowReport> {
  return (await onlyReport('flow', options)) as FlowReport
}

/** Connections per second. */
export async function runConnect(options: LoadOptions): Promise<ConnectReport> {
  return (await onlyReport('connect', options)) as ConnectReport
}

/** Idle connections, held while `work` runs; the reports of all rounds are handed to it. */
export async function holdIdle<T>(
  options: LoadOptions,
  work: (rounds: readonly IdleReport[]) => Promise<T>,
): Promise<{ readonly result: T; readonly disconnects: number }> {
  const run = startLoad('idle', { seconds: 600, ...options })
  const rounds: IdleReport[] = []
  while (rounds.length < Number(options.rounds ?? 1)) {
    const { value } = await run.reports.next()
    if (value?.mode !== 'idle') throw new Error('the load generator ended early')
    rounds.push(value)
  }
  const result = await work(rounds)
  const stopped = run.stop()
  const { value } = await run.reports.next()
  await stopped
  return { result, disconnects: value?.mode === 'held' ? value.disconnects : Number.NaN }
}
