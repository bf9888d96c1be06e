/** A broker as it was compiled: its part of the topology, and its files. */

import { resolve } from 'node:path'
import { Failure } from '../../diagnostics/failure.ts'
import { compiledRelease, type Release } from '../../state/apply/release.ts'
import { type OutputSnapshot, readOutputSnapshot } from '../../state/output/output-snapshot.ts'
import type { Broker } from '../../topology/broker.ts'
import { resolveTopology } from '../../topology/resolve-topology.ts'
import type { Topology } from '../../topology/topology.ts'
import type { Host } from '../host.ts'
import { noSuch, UsageError } from '../usage-error.ts'

export interface CompiledBroker {
  readonly topology: Topology
  readonly broker: Broker
  readonly release: Release
  readonly snapshot: OutputSnapshot
  /** Absolute path of the output. */
  readonly output: string
}

export function compiledBroker({ cwd }: Host, shown: string, name: string | undefined): CompiledBroker {
  const output = resolve(cwd, shown)
  const snapshot = readOutputSnapshot(output)
  if (snapshot === undefined) throw new Failure(`there is nothing compiled in ${shown}; compile first`)
  const { topology } = resolveTopology(snapshot.input)
  const { brokers } = topology
  const broker = brokers.find((each) => each.name === name) ?? only(brokers, name)
  return { topology, broker, release: compiledRelease(output, broker.name), snapshot, output }
}

function only(brokers: readonly Broker[], name: string | undefined): Broker {
  const names = brokers.map((broker) => broker.name)
  if (name !== undefined) throw noSuch('broker', name, names)
  const [first, ...others] = brokers
  if (first !== undefined && others.length === 0) return first
  throw new UsageError(`say which broker: --broker, one of ${names.join(', ')}`)
}
