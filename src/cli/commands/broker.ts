/** `mqttopia broker`: one reference broker on one mosquitto.conf, in the place of `mosquitto -c`. */

import { type Command, Option } from 'commander'
import type { ExitCode } from '../exit-code.ts'
import type { ParsedGlobalOptions } from '../global-options.ts'
import type { Host } from '../host.ts'
import { type Endpoint, metricsOption, parsePort } from '../metrics-option.ts'
import { type Output, outputOption } from '../output-format.ts'
import { type Exit, printOptions, verb } from '../verb.ts'

interface BrokerOptions extends ParsedGlobalOptions {
  readonly configFile?: string
  readonly port?: readonly number[]
  readonly verbose?: boolean
  readonly daemon?: boolean
  readonly testConfig?: boolean
  readonly sync?: boolean
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
    .option('--sync', 'have the disk write before anything is acknowledged, against a loss of power')
    .option('--repair-store', 'save what can be read of a damaged store, keep the damaged one, and end')
    .addOption(
      new Option('--log-format <format>', 'how log lines look')
        .choices(['mosquitto', 'json'])
        .default('mosquitto'),
    )
    .addOption(metricsOption())
    .addOption(outputOption())
    .action(async (options: BrokerOptions) => exit(await start(host, options)))
}

/** The broker is loaded here, since no other verb needs it. */
async function start(host: Host, { port: ports, ...options }: BrokerOptions): Promise<ExitCode> {
  const { isInBackground, runInBackground, startInBackground } = await import('../broker/background.ts')
  const { runBroker } = await import('../broker/run-broker.ts')
  const isForeground = options.daemon !== true || options.testConfig === true || options.repairStore === true
  if (!isForeground && !isInBackground(host)) return startInBackground(host)
  const print = printOptions(host, options)
  const run = { ...options, ...(ports === undefined ? {} : { ports }), print }
  return isForeground ? runBroker(host, run) : runInBackground(host, run)
}

function addPort(text: string, previous: readonly number[] = []): readonly number[] {
  return [...previous, parsePort(text)]
}
