/** A broker's state with a different number in each place. */

import type {
  BridgeStatus,
  BrokerStatus,
  Gauges,
  ListenerStatus,
} from '../../../src/broker/observe/broker-status.ts'
import { Counters } from '../../../src/broker/observe/counters.ts'

export const sampleGauges: Gauges = {
  clientsTotal: 17,
  clientsConnected: 12,
  subscriptions: 21,
  sharedSubscriptions: 3,
  retainedMessages: 31,
  storedMessages: 41,
  storedBytes: 51,
  queuedMessages: 1234,
  outgoingPackets: 71,
  outgoingBytes: 81,
  openSockets: 13,
}

/** Each counter has a value of its own, from 101 up in the order of the class. */
export function sampleCounters(): Counters {
  const counters = new Counters()
  for (const [i, name] of Object.keys(counters).entries()) counters[name as keyof Counters] = 101 + i
  return counters
}

export const sampleListener: ListenerStatus = {
  name: '8883',
  addresses: ['127.0.0.1:8883', '[::1]:8883'],
  transport: 'tls',
  connections: 12,
  connectionsAccepted: 4321,
  connectionsRefused: 2,
}

export const sampleBridge: BridgeStatus = {
  name: 'to-cloud',
  remoteClientId: 'host.to-cloud',
  state: 'connected',
  address: '127.0.0.2:8883',
  since: Date.UTC(2024, 0, 1, 12, 0, 0),
  messagesIn: 10,
  messagesOut: 20_000,
  queuedMessages: 3,
  reconnections: 4,
}

export function sampleStatus(more: Partial<BrokerStatus> = {}): BrokerStatus {
  return {
    name: 'edge',
    version: '1.2.3',
    at: Date.UTC(2024, 0, 1, 14, 5, 9),
    startedAt: Date.UTC(2024, 0, 1, 12, 0, 0),
    counters: sampleCounters(),
    gauges: sampleGauges,
    memory: { heapUsed: 1000, external: 500, resident: 85_300_000 },
    rates: {
      messagesReceived: 120,
      messagesSent: 1234,
      messagesDropped: 0,
      bytesReceived: 5000,
      bytesSent: 52_000_000,
    },
    listeners: [sampleListener],
    bridges: [sampleBridge],
    refusals: [],
    ...more,
  }
}
