/** One reference broker on one mosquitto.conf, from its start to its end. */

import { writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { closeAll } from '../../broker/close-all.ts'
import { type LoadedBroker, loadBroker } from '../../broker/load-broker.ts'
import { type MetricsServer, startMetricsServer } from '../../broker/observe/metrics-server.ts'
import { type RunningBroker, startBroker } from '../../broker/start-broker.ts'
import { orFail } from '../../diagnostics/failure.ts'
import { becomeUser } from '../become-user.ts'
import { ExitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import type { Endpoint } from '../metrics-option.ts'
import { printDiagnostics } from '../output-format.ts'
import { repairStore } from '../repair-store.ts'
import { untilStopped } from '../signals.ts'
import type { PrintOptions } from '../verb.ts'
import { VERSION } from '../version.ts'
import { Repeatable } from './repeatable.ts'

export interface RunBrokerOptions {
  readonly configFile?: string
  readonly ports?: readonly number[]
  readonly verbose?: boolean
  readonly testConfig?: boolean
  readonly repairStore?: boolean
  readonly sync?: boolean
  readonly logFormat: 'mosquitto' | 'json'
  readonly metrics?: Endpoint
  readonly print: PrintOptions
}

/** Resolves when the broker has ended; `onRunning`: called once it runs. */
export async function runBroker(
  host: Host,
  options: RunBrokerOptions,
  onRunning: () => void = () => {},
): Promise<ExitCode> {
  const { ready, isUnopened } = await load(host, options)
  if (ready === undefined) return isUnopened ? ExitCode.Failed : ExitCode.Invalid
  if (options.testConfig === true) {
    if (!options.print.quiet) host.stderr('The configuration is right.\n')
    return ExitCode.Ok
  }
  if (options.repairStore === true) {
    host.stderr(await repairStore(ready.config))
    return ExitCode.Ok
  }
  await serve(host, options, ready, onRunning)
  return ExitCode.Ok
}

async function load(host: Host, { configFile, ports, print }: RunBrokerOptions): Promise<LoadedBroker> {
  const persistenceLocation = host.env.MOSQUITTO_PERSISTENCE_LOCATION
  const loaded = await loadBroker(configFile, {
    ...(ports === undefined ? {} : { ports }),
    ...(persistenceLocation === undefined ? {} : { persistenceLocation }),
  })
  if (loaded.diagnostics.length > 0) await printDiagnostics(host, loaded.diagnostics, loaded.locate, print)
  return loaded
}

/** Signals are heard from the start: those that come before the broker runs are followed then. */
async function serve(
  host: Host,
  options: RunBrokerOptions,
  ready: NonNullable<LoadedBroker['ready']>,
  onRunning: () => void,
): Promise<void> {
  const stopped = untilStopped(host.onSignal)
  let broker: RunningBroker | undefined
  const reloads = new Repeatable(async () => {
    if (broker !== undefined) await reload(host, options, broker)
  })
  const forget = host.onSignal(['SIGHUP', 'SIGUSR1', 'SIGUSR2'], (name) => {
    if (name === 'SIGHUP') reloads.request()
    else broker?.log.write('information', 'There is nothing to save: what must last is stored at once.')
  })
  let metrics: MetricsServer | undefined
  const serveUntilStopped = async () => {
    broker = await start(host, options, ready)
    metrics = options.metrics && (await startMetrics(options.metrics, broker))
    const { pidFile, user } = ready.config.general
    await writePid(pidFile)
    becomeUser(user, broker.files)
    reloads.begin()
    onRunning()
    await stopped
    await removePid(pidFile)
  }
  await closeAll([
    serveUntilStopped,
    () => reloads.end(),
    () => metrics?.close(),
    () => broker?.stop(),
  ]).finally(forget)
}

function start(
  host: Host,
  { configFile, verbose = false, sync = false, logFormat: format, print }: RunBrokerOptions,
  { config, securities }: NonNullable<LoadedBroker['ready']>,
): Promise<RunningBroker> {
  const { stdout, stderr, now } = host
  return startBroker(config, securities, {
    name: configFile ?? 'mqttopia',
    version: VERSION,
    log: { format, verbose, quiet: print.quiet, now, stdout, stderr },
    sync,
  })
}

/** What is wrong with the new files is said, and the old configuration stays in force as a whole. */
async function reload(host: Host, options: RunBrokerOptions, broker: RunningBroker): Promise<void> {
  try {
    const { ready } = await load(host, options)
    if (ready === undefined)
      broker.log.write('error', 'Error: The configuration is wrong; the broker goes on with the old one.')
    else await broker.reload(ready.config, ready.securities)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    broker.log.write('error', `Error: ${message}; the broker goes on with the old configuration.`)
  }
}

async function writePid(path: string | undefined): Promise<void> {
  if (path !== undefined) await orFail(`write ${path}`, () => writeFileSync(path, `${process.pid}\n`))
}

/** Whoever has given up root may not be allowed to: then it stays, as Mosquitto's does. */
async function removePid(path: string | undefined): Promise<void> {
  if (path !== undefined) await rm(path, { force: true }).catch(() => {})
}

function startMetrics(endpoint: Endpoint, broker: RunningBroker): Promise<MetricsServer> {
  return startMetricsServer({
    ...endpoint,
    brokers: () => [broker.status()],
    problem: () => broker.problem(),
  })
}
