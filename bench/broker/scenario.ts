/** What a scenario is: a configuration, a measurement, and what is aimed at. */

import type { BrokerCommand } from '../harness/broker-command.ts'
import type { BrokerProcess } from '../harness/broker-process.ts'
import type { TlsFiles } from '../harness/tls-files.ts'

/** One measurement of one broker. */
export interface Sample {
  /** In the scenario's unit. */
  readonly value: number
  /** Broker CPU in microseconds for each delivered message, or each connection. */
  readonly cpuMicroseconds?: number
  readonly lost?: number
  /** CPU shares of a core. */
  readonly brokerShare?: number
  readonly loadShare?: number
}

/** At least or at most, as a ratio to the peer, as a value in the unit, or as a ratio to another scenario. */
export interface Aim {
  readonly of: 'ratio' | 'value' | 'base'
  readonly atLeast?: number
  readonly atMost?: number
}

/** What a scenario may use to configure brokers. */
export interface Ground {
  readonly folder: string
  readonly tls: () => TlsFiles
}

/** One broker under measurement. */
export interface Subject {
  readonly ground: Ground
  readonly command: BrokerCommand
  readonly port: number
  /** Absent where the scenario starts its brokers itself. */
  readonly broker: BrokerProcess | undefined
  readonly configuration: readonly string[]
  readonly seconds: number
}

export interface Scenario {
  readonly name: string
  readonly title: string
  readonly unit: '/s' | 'us' | 'B' | 's'
  readonly aim?: Aim
  /** Aim for the ratio of CPU time for each message. */
  readonly cpuAtMost?: number
  /** The scenario that this one is compared with, on the same broker. */
  readonly base?: string
  /** Lines of the configuration besides the common ones; a listener's options come first. */
  readonly configure?: (ground: Ground, port: number) => readonly string[]
  readonly startsItself?: true
  /** The peer takes minutes: it is left out. */
  readonly alone?: true
  /** Rounds at most: some cannot be repeated on one process, or take long. */
  readonly rounds?: number
  readonly measure: (subject: Subject) => Promise<Sample>
}

/** The running broker of a scenario that does not start its own. */
export function running({ broker }: Subject): BrokerProcess {
  if (broker === undefined) throw new Error('this scenario needs a broker that runs')
  return broker
}
