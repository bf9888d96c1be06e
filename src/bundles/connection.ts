/** How a client reaches a broker: the listener that its bundle names, and what follows from it. */

import { admits } from '../access/admission.ts'
import { compareText } from '../files/compare-text.ts'
import type { Broker, Listener, Qos } from '../topology/broker.ts'
import type { User } from '../topology/user.ts'

/** `tcp` and `ws` are plain, `tls` and `wss` encrypted; `unix` is a socket on the broker's machine. */
export type Transport = 'tcp' | 'tls' | 'ws' | 'wss' | 'unix'

export interface Connection {
  readonly broker: Broker
  readonly listener: Listener
  readonly transport: Transport
  /** Absent for a Unix socket. */
  readonly address?: { readonly host: string; readonly port: number }
  /** MQTT protocol level to speak: 4 (3.1.1) wherever the listener takes it, as every client library speaks it. */
  readonly protocolVersion: 3 | 4 | 5
  readonly maxQos: Qos
}

/**
 * The connection of a user to one of its brokers: over the listener that the spec names, else over the first that
 * admits the user, in this order: those whose transport `suits`; encrypted ones; those that are not bound to the
 * loopback; tcp, websocket, Unix socket; by name. `undefined` when none admits it.
 */
export function connectionOf(
  user: User,
  broker: Broker,
  suits: (transport: Transport) => boolean = () => true,
): Connection | undefined {
  const named = broker.listeners.find(({ name }) => name === user.listener)
  const candidates = named === undefined ? broker.listeners : [named]
  const rank = (listener: Listener) => listenerRank(listener, suits)
  const admitting = candidates.filter((candidate) => admits(candidate, user))
  const [listener] =
    admitting.length < 2
      ? admitting
      : admitting.sort((a, b) => rank(a) - rank(b) || compareText(a.name, b.name))
  return listener && connection(broker, listener)
}

/** Lower is better; each criterion outweighs those after it. */
function listenerRank(listener: Listener, suits: (transport: Transport) => boolean): number {
  const criteria = [!suits(transportOf(listener)), listener.tls === undefined, isLoopback(listener.bind)]
  const order = ['tcp', 'websocket', 'unix'].indexOf(listener.transport)
  return criteria.reduce((rank, worse) => 2 * rank + Number(worse), 0) * 3 + order
}

function transportOf({ transport, tls }: Listener): Transport {
  if (transport === 'unix') return 'unix'
  if (transport === 'websocket') return tls === undefined ? 'ws' : 'wss'
  return tls === undefined ? 'tcp' : 'tls'
}

function connection(broker: Broker, listener: Listener): Connection {
  const { port, protocolVersions, maxQos } = listener
  return {
    broker,
    listener,
    transport: transportOf(listener),
    ...(port === undefined ? {} : { address: { host: hostOf(broker, listener), port } }),
    protocolVersion: ([4, 5, 3] as const).find((version) => protocolVersions.includes(version)) ?? 4,
    maxQos: maxQos ?? broker.limits.maxQos ?? 2,
  }
}

/** A plain listener on the loopback is not behind the broker's own name; with TLS the name must match the certificate. */
function hostOf({ host }: Broker, { bind, tls }: Listener): string {
  return bind !== undefined && isLoopback(bind) && tls?.kind !== 'certificate' ? bind : host
}

function isLoopback(bind: string | undefined): boolean {
  return bind !== undefined && (/^127\./.test(bind) || bind === '::1' || bind === 'localhost')
}
