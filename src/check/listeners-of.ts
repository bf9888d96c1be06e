/** All listeners of a topology, with their brokers. */

import type { Broker, Listener } from '../topology/broker.ts'
import type { Topology } from '../topology/topology.ts'

export interface BrokerListener {
  readonly broker: Broker
  readonly listener: Listener
}

export function listenersOf({ brokers }: Topology): readonly BrokerListener[] {
  return brokers.flatMap((broker) => broker.listeners.map((listener) => ({ broker, listener })))
}
