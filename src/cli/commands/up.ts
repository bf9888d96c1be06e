/** `mqttopia up`: the whole topology on this machine, on reference brokers. */

import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ParsedGlobalOptions } from '../global-options.ts'
import type { Host } from '../host.ts'
import { type Endpoint, metricsOption } from '../metrics-option.ts'
import type { Output } from '../output-format.ts'
import { type Exit, printOptions, specVerb } from '../verb.ts'

interface UpCommandOptions extends ParsedGlobalOptions {
  readonly output?: readonly Output[]
  readonly env?: string
  readonly metrics?: Endpoint
  readonly for?: number
  readonly verbose?: boolean
}

export function upCommand(host: Host, exit: Exit): Command {
  const command = specVerb('up', {
    description: 'run all brokers of a spec on this machine, and follow its changes',
    examples: [
      ['mqttopia up', 'until Ctrl-C, with the state of all brokers on the terminal'],
      ['mqttopia up plant.yaml -e dev --metrics 9641', 'with http://127.0.0.1:9641/metrics for Prometheus'],
      ['mqttopia up --for 10', 'ends after 10 seconds: does it start at all?'],
    ],
  })
  return command
    .option('-v, --verbose', 'log everything')
    .addOption(metricsOption())
    .addOption(new Option('--for <seconds>', 'end by itself after that time').argParser(parseSeconds))
    .action(async (path: string | undefined, options: UpCommandOptions) => {
      // No other verb waits for the broker to be loaded.
      const { runUp } = await import('../up/run-up.ts')
      await runUp(host, exit, path, { ...options, print: printOptions(host, options) })
    })
}

function parseSeconds(text: string): number {
  const seconds = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || seconds > 1_000_000)
    throw new InvalidArgumentError('A time is a number of seconds.')
  return seconds
}
