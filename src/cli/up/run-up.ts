/** `mqttopia up` at work: compiles, runs, watches, shows, stops. */

import { closeAll } from '../../broker/close-all.ts'
import type { BrokerStatus } from '../../broker/observe/broker-status.ts'
import { type MetricsServer, startMetricsServer } from '../../broker/observe/metrics-server.ts'
import { statusLines } from '../../broker/observe/status-view.ts'
import type { Host } from '../host.ts'
import type { Endpoint } from '../metrics-option.ts'
import { specFolder, specPath } from '../open-spec.ts'
import { untilStopped } from '../signals.ts'
import type { Exit, PrintOptions } from '../verb.ts'
import { LocalTopology } from './local-topology.ts'
import { Screen } from './screen.ts'
import { openUpFolder } from './up-folder.ts'
import { FolderWatch } from './watch-folders.ts'

export interface UpOptions {
  readonly env?: string
  readonly metrics?: Endpoint
  /** Seconds after which it ends by itself. */
  readonly for?: number
  readonly verbose?: boolean
  readonly print: PrintOptions
}

/** Called once everything runs; `false` ends it. */
export type OnReady = (topology: LocalTopology) => Promise<boolean>

const REFRESH_MS = 1000

/** Resolves when everything is closed. */
export async function runUp(
  host: Host,
  exit: Exit,
  given: string | undefined,
  options: UpOptions,
  onReady: OnReady = async () => true,
): Promise<void> {
  const path = specPath(host, given)
  const folder = await openUpFolder(specFolder(host, path))
  const screen = new Screen(host.stderr, host.terminalSize ?? (() => ({ columns: 80, rows: 24 })))
  const shown: Host = {
    ...host,
    stdout: (text) => screen.print(text, host.stdout),
    stderr: (text) => screen.print(text),
  }
  const stopped = untilStopped(host.onSignal)
  const topology = new LocalTopology(shown, path, { ...options, folder })
  const following = follow(shown, topology)
  let metrics: MetricsServer | undefined
  try {
    if (!(await topology.start(exit))) return
    metrics = options.metrics && (await startMetrics(options.metrics, topology))
    if (metrics !== undefined) shown.stdout(`metrics  http://${metrics.host}:${metrics.port}/metrics\n`)
    if (!(await onReady(topology))) return
    await untilEnd(host, topology, screen, { ...options, stopped, following })
  } finally {
    const released = async () => screen.release()
    await closeAll([
      () => following.close(),
      released,
      () => metrics?.close(),
      () => topology.stop(),
      async () => folder.close(),
    ])
  }
}

/** Follows the spec and shows the state until a signal, or until the time is over. */
async function untilEnd(
  host: Host,
  topology: LocalTopology,
  screen: Screen,
  options: UpOptions & { readonly stopped: Promise<void>; readonly following: Following },
): Promise<void> {
  const { following } = options
  following.begin()
  const view = startView(host, topology, screen, options.print)
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<void>((resolve) => {
    if (options.for !== undefined) timer = setTimeout(resolve, options.for * 1000)
  })
  try {
    await Promise.race([options.stopped, over, following.failed])
  } finally {
    clearTimeout(timer)
    clearInterval(view)
  }
}

interface Following {
  /** Rejects with what is a bug; never resolves. */
  readonly failed: Promise<never>
  /** What was asked for before waits for this. */
  begin(): void
  close(): Promise<void>
}

/** One change after the other: at each change of a file of the spec, and at SIGHUP. */
function follow(host: Host, topology: LocalTopology): Following {
  let isBegun = false
  let begin = () => {}
  let last = new Promise<void>((resolve) => {
    begin = resolve
  })
  let fail: (error: unknown) => void = () => {}
  const failed = new Promise<never>((_, reject) => {
    fail = reject
  })
  failed.catch(() => {})
  const next = (always: boolean) => {
    last = last
      .then(() => topology.follow({ always }))
      .then(watchFolders)
      .catch(fail)
  }
  const watch = new FolderWatch(() => next(false))
  let isTold = false
  const watchFolders = () => {
    if (watch.watch(topology.folders) || isTold) return
    isTold = true
    host.stderr('Changes of some files are not noticed here; SIGHUP has the spec read again.\n')
  }
  const forget = host.onSignal(['SIGHUP'], () => next(true))
  return {
    failed,
    begin() {
      isBegun = true
      watchFolders()
      begin()
    },
    async close() {
      forget()
      watch.close()
      if (isBegun) await last
    },
  }
}

function startView(
  { isTerminal }: Host,
  topology: LocalTopology,
  screen: Screen,
  { quiet }: PrintOptions,
): NodeJS.Timeout | undefined {
  if (!isTerminal || quiet) return undefined
  const draw = () => screen.draw(statusLines(shortened(topology), { width: screen.columns }))
  draw()
  return setInterval(draw, REFRESH_MS)
}

/** Rules as people know them: by the path of their file in the output. */
function shortened(topology: LocalTopology): BrokerStatus[] {
  const short = (text: string) => text.replaceAll(`${topology.files}/`, '')
  return topology.status().map((status) => ({
    ...status,
    refusals: status.refusals.map(({ reason, rule, ...refusal }) => ({
      ...refusal,
      reason: short(reason),
      ...(rule === undefined ? {} : { rule: short(rule) }),
    })),
  }))
}

function startMetrics(endpoint: Endpoint, topology: LocalTopology): Promise<MetricsServer> {
  return startMetricsServer({
    ...endpoint,
    brokers: () => topology.status(),
    problem: () => topology.problem(),
  })
}
