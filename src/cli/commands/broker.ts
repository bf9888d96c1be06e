/** `mqttopia broker`: one reference broker on one mosquitto.conf, in the place of `mosquitto -c`. */

import { spawn } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { type Command, Option } from 'commander'
import { closeAll } from '../../broker/close-all.ts'
import { type LoadedBroker, loadBroker } from '../../broker/load-broker.ts'
import { type MetricsServer, startMetricsServer } from '../../broker/observe/metrics-server.ts'
import { type RunningBroker, startBroker } from '../../broker/start-broker.ts'
import { orFail } from '../../diagnostics/failure.ts'
import { becomeUser } from '../become-user.ts'
import { ExitCode } from '../exit-code.ts'
import { globalOptions, type ParsedGlobalOptions } from '../global-options.ts'
import type { Host } from '../host.ts'
import { type Endpoint, metricsOption, parsePort } from '../metrics-option.ts'
import { type Output, outputOption, printDiagnostics } from '../output-format.ts'
import { repairStore } from '../repair-store.ts'
import { untilStopped } from '../signals.ts'
import { type Exit, printOptions, verb } from '../verb.ts'
import { VERSION } from '../version.ts'

interface BrokerOptions extends ParsedGlobalOptions {
  readonly configFile?: string
  readonly port?: readonly number[]
  readonly verbose?: boolean
  readonly daemon?: boolean
  readonly testConfig?: boolean
  readonly repairStore?: boolean
  readonly logFormat: 'mosquitto' | 'json'
  readonly metrics?: Endpoint
  readonly output?: readonly Output[]
}

export function brokerCommand(host: Host, exit: Exit): Command {
  const command = verb('broker', {
    description: 'run one broker on a mosquitto.conf, in the place of mosquitto',
    examples: [
      ['mqttopia broker', 'for this machine only, on port 1883, open to everybody on it'],
      ['mqttopia broker -c build/brokers/main/mosquitto.conf -v', 'what compile wrote, each packet logged'],
      ['mqttopia broker -c mosquitto.conf --test-config', 'only says what is wrong; touches nothing'],
      [
        'mqttopia broker -c mosquitto.conf --metrics 9641',
        'with http://127.0.0.1:9641/metrics for Prometheus',
      ],
    ],
  })
  return command
    .option('-c, --config-file <file>', 'the mosquitto.conf')
    .addOption(
      new Option(
        '-p, --port <port>',
        'listen there, where the configuration names no listener; repeatable',
      ).argParser(addPort),
    )
    .option('-v, --verbose', 'log everything')
    .option('-d, --daemon', 'run in the background')
    .option('--test-config', 'check the configuration and its files, and end')
    .option('--repair-store', 'save what can be read of a damaged store, keep the damaged one, and end')
    .addOption(
      new Option('--log-format <format>', 'how log lines look')
        .choices(['mosquitto', 'json'])
        .default('mosquitto'),
    )
    .addOption(metricsOption())
    .addOption(outputOption())
    .action((options: BrokerOptions) => runBroker(host, exit, options))
}

async function runBroker(host: Host, exit: Exit, options: BrokerOptions): Promise<void> {
  if (options.daemon === true) {
    startInBackground(host)
    return
  }
  const loaded = await load(host, options)
  if (loaded.ready === undefined) {
    exit(loaded.isUnopened ? ExitCode.Failed : ExitCode.Invalid)
    return
  }
  if (options.testConfig === true) {
    if (!globalOptions(host, options).quiet) host.stderr('The configuration is right.\n')
    return
  }
  if (options.repairStore === true) {
    host.stderr(await repairStore(loaded.ready.config))
    return
  }
  await serve(host, options, loaded.ready)
}

async function load(host: Host, options: BrokerOptions): Promise<LoadedBroker> {
  const persistenceLocation = host.env.MOSQUITTO_PERSISTENCE_LOCATION
  const loaded = await loadBroker(options.configFile, {
    ...(options.port === undefined ? {} : { ports: options.port }),
    ...(persistenceLocation === undefined ? {} : { persistenceLocation }),
  })
  if (loaded.diagnostics.length > 0)
    await printDiagnostics(host, loaded.diagnostics, loaded.locate, printOptions(host, options))
  return loaded
}

async function serve(
  host: Host,
  options: BrokerOptions,
  { config, securities }: NonNullable<LoadedBroker['ready']>,
): Promise<void> {
  const { logFormat: format, verbose = false, quiet = false } = options
  const { stdout, stderr, now } = host
  const broker = await startBroker(config, securities, {
    name: options.configFile ?? 'mqttopia',
    version: VERSION,
    log: { format, verbose, quiet, now, stdout, stderr },
  })
  let metrics: MetricsServer | undefined
  const serveUntilStopped = async () => {
    const { pidFile } = config.general
    if (pidFile !== undefined)
      await orFail(`write ${pidFile}`, () => writeFileSync(pidFile, `${process.pid}\n`))
    metrics = options.metrics && (await startMetrics(options.metrics, broker))
    becomeUser(config.general.user, broker.files)
    const forget = host.onSignal(['SIGHUP', 'SIGUSR1', 'SIGUSR2'], (name) => {
      if (name === 'SIGHUP') void reload(host, options, broker)
      else broker.log.write('information', 'There is nothing to save: what must last is stored at once.')
    })
    await untilStopped(host.onSignal)
    forget()
    if (pidFile !== undefined) rmSync(pidFile, { force: true })
  }
  await closeAll([serveUntilStopped, () => metrics?.close(), () => broker.stop()])
}

/** What is wrong with the new files is said, and the old configuration stays in force as a whole. */
async function reload(host: Host, options: BrokerOptions, broker: RunningBroker): Promise<void> {
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

function startMetrics(endpoint: Endpoint, broker: RunningBroker): Promise<MetricsServer> {
  return startMetricsServer({
    ...endpoint,
    brokers: () => [broker.status()],
    problem: () => broker.problem(),
  })
}

/** The same command line once more, without `-d`, on its own. */
function startInBackground(host: Host): void {
  const args = process.argv.slice(1).filter((argument) => argument !== '-d' && argument !== '--daemon')
  const child = spawn(process.execPath, args, { cwd: host.cwd, detached: true, stdio: 'ignore' })
  child.unref()
}

function addPort(text: string, previous: readonly number[] = []): readonly number[] {
  return [...previous, parsePort(text)]
}
