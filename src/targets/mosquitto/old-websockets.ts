/** Websocket listeners of Mosquitto 2.0, which libwebsockets serves and which know few of the other listeners' options. */

import type { Broker, Listener } from '../../topology/broker.ts'
import type { Topology } from '../../topology/topology.ts'

export function oldWebsockets({
  brokers,
}: Topology): { readonly broker: Broker; readonly listener: Listener }[] {
  return brokers
    .filter(({ engine }) => engine.version === '2.0')
    .flatMap((broker) => broker.listeners.map((listener) => ({ broker, listener })))
    .filter(({ listener }) => listener.transport === 'websocket')
}
