/** Runs one scenario on both brokers, turn by turn, so that a slow moment of the machine meets both. */

import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { BrokerCommand } from '../harness/broker-command.ts'
import { freePort, startBroker } from '../harness/broker-process.ts'
import type { Ground, Sample, Scenario, Subject } from './scenario.ts'

export interface RunOptions {
  readonly rounds: number
  readonly seconds: number
  /** Lines that both brokers get besides the scenario's own. */
  readonly settings: readonly string[]
}

/** Medians of one broker, why there are none, or `undefined` where it was left out. */
export type Outcome = Sample | { readonly failure: string } | undefined

const common = [
  'user root',
  'log_dest stderr',
  'log_type error',
  'log_type warning',
  'max_queued_messages 100000',
  'max_inflight_messages 100',
]

async function prepare(
  scenario: Scenario,
  ground: Ground,
  command: BrokerCommand,
  options: RunOptions,
): Promise<Subject> {
  const port = await freePort()
  mkdirSync(join(ground.folder, String(port)))
  const own = scenario.configure?.(ground, port) ?? []
  const open = own.some((line) => line.startsWith('allow_anonymous')) ? [] : ['allow_anonymous true']
  const configuration = [`listener ${port} 127.0.0.1`, ...own, ...open, ...common, ...options.settings]
  const { seconds } = options
  const broker = scenario.startsItself
    ? undefined
    : await startBroker(command, ground.folder, port, configuration)
  return { ground, command, port, broker, configuration, seconds }
}

function medianOf(samples: readonly Sample[]): Sample {
  const middle = (of: (sample: Sample) => number | undefined): number | undefined => {
    const known = samples.map(of).filter((value) => value !== undefined)
    return known.toSorted((a, b) => a - b)[known.length >> 1]
  }
  const lost = samples.reduce((sum, sample) => sum + (sample.lost ?? 0), 0)
  const optional = {
    cpuMicroseconds: middle((sample) => sample.cpuMicroseconds),
    brokerShare: middle((sample) => sample.brokerShare),
    loadShare: middle((sample) => sample.loadShare),
  }
  const known = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined))
  return { value: middle(({ value }) => value) ?? Number.NaN, lost, ...known }
}

function failureText(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Outcomes of the commands, in their order. */
export async function runScenario(
  scenario: Scenario,
  ground: Ground,
  commands: readonly BrokerCommand[],
  options: RunOptions,
): Promise<readonly Outcome[]> {
  const sides = await Promise.all(
    commands.map(async (command, i) => {
      if (scenario.alone && i === 0) return undefined
      const samples: Sample[] = []
      try {
        return { subject: await prepare(scenario, ground, command, options), samples, failure: '' }
      } catch (error) {
        return { subject: undefined, samples, failure: failureText(error) }
      }
    }),
  )
  for (let round = 0; round < Math.min(options.rounds, scenario.rounds ?? options.rounds); round += 1) {
    for (const side of sides) {
      if (side?.subject === undefined || side.failure !== '') continue
      try {
        side.samples.push(await scenario.measure(side.subject))
      } catch (error) {
        side.failure = `${failureText(error)}\n${side.subject.broker?.messages() ?? ''}`
      }
    }
  }
  return Promise.all(
    sides.map(async (side) => {
      if (side === undefined) return undefined
      const { subject, samples, failure } = side
      const how = await subject?.broker?.stop()
      if (subject !== undefined) rmSync(join(ground.folder, String(subject.port)), { recursive: true })
      if (how !== undefined && how !== '0' && how !== 'SIGTERM')
        return { failure: `ended with ${how}; ${failure}` }
      return failure === '' ? medianOf(samples) : { failure }
    }),
  )
}
