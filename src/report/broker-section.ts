/** Brokers with their listeners, and the bridges between them. */

import { isOpenToNetwork } from '../check/network-reach.ts'
import { counted } from '../diagnostics/counted.ts'
import type { Locate } from '../diagnostics/diagnostic.ts'
import { placeOf } from '../diagnostics/spec-line.ts'
import { listenerAddress } from '../graph/node-labels.ts'
import type { Bridge } from '../topology/bridge.ts'
import type { Broker, Listener } from '../topology/broker.ts'
import type { Topology } from '../topology/topology.ts'

export interface BrokerSection {
  readonly brokers: readonly BrokerRow[]
  readonly bridges: readonly BridgeRow[]
  /** What is left out, and how to get it; empty: nothing. */
  readonly left: string
}

const MOST_BROKERS = 200
const MOST_BRIDGES = 100

interface BrokerRow {
  readonly name: string
  readonly host: string
  readonly engine: string
  readonly place: string
  readonly listeners: readonly {
    readonly name: string
    readonly address: string
    readonly transport: string
    readonly security: string
    readonly tone: 'good' | 'warn' | 'quiet'
    readonly auth: string
  }[]
}

interface BridgeRow {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly place: string
  readonly routes: readonly {
    readonly sign: string
    readonly words: string
    readonly topics: string
    readonly as: string
    readonly qos: number
    readonly place: string
  }[]
}

export function brokerSection({ brokers, bridges }: Topology, locate: Locate): BrokerSection {
  return {
    brokers: brokers.slice(0, MOST_BROKERS).map((broker) => brokerRow(broker, locate)),
    bridges: bridges.slice(0, MOST_BRIDGES).map((bridge) => bridgeRow(bridge, locate)),
    left: leftOut(brokers.length - MOST_BROKERS, bridges.length - MOST_BRIDGES),
  }
}

function leftOut(brokers: number, bridges: number): string {
  const left = [
    ...(brokers > 0 ? [counted(brokers, 'more broker')] : []),
    ...(bridges > 0 ? [counted(bridges, 'more bridge')] : []),
  ]
  return left.length === 0 ? '' : `${left.join(' and ')}: "mqttopia graph -o json"`
}

function brokerRow({ name, host, engine, listeners, path }: Broker, locate: Locate): BrokerRow {
  return {
    ...{ name, host, engine: `Mosquitto ${engine.version}`, place: placeOf(locate, path) },
    listeners: listeners.map((listener) => ({
      ...{ name: listener.name, address: listenerAddress(listener), transport: listener.transport },
      ...{ ...securityOf(listener), auth: listener.auth.join(', ') },
    })),
  }
}

function securityOf(listener: Listener): {
  readonly security: string
  readonly tone: 'good' | 'warn' | 'quiet'
} {
  const { tls } = listener
  if (tls === undefined)
    return isOpenToNetwork(listener)
      ? { security: 'not encrypted', tone: 'warn' }
      : { security: 'not encrypted, this machine alone', tone: 'quiet' }
  return {
    security: tls.kind === 'psk' ? 'TLS, pre-shared keys' : `TLS ${tls.minVersion} or later`,
    tone: 'good',
  }
}

const WAYS = { out: ['→', 'to'], in: ['←', 'from'], both: ['⇄', 'to and from'] } as const

function bridgeRow({ name, from, to, routes, path }: Bridge, locate: Locate): BridgeRow {
  return {
    ...{ name, from: from.name, to: to.name, place: placeOf(locate, path) },
    routes: routes.map(({ direction, local, remote, qos, path: at }) => {
      const [sign, words] = WAYS[direction]
      const as = local.text === remote.text ? '' : remote.text
      return { sign, words: `${words} ${to.name}`, topics: local.text, as, qos, place: placeOf(locate, at) }
    }),
  }
}
