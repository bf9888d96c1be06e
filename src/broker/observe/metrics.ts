/** The metrics of brokers for Prometheus: the numbers of `$SYS` and more, with the labels `broker`, `listener`, `bridge`. */

import type { BridgeStatus, BrokerStatus, Gauges, ListenerStatus } from './broker-status.ts'
import type { Counters } from './counters.ts'
import { type Labels, type MetricFamily, prometheusText } from './prometheus-text.ts'

const PREFIX = 'mqttopia_broker_'

/** `brokers`: all of this process; their memory is one. */
export function metricsText(brokers: readonly BrokerStatus[]): string {
  return prometheusText([
    ...aboutBrokers(brokers),
    ...Object.entries(COUNTERS).map(([name, [counter, help]]) =>
      family(
        name,
        'counter',
        help,
        brokers.map(({ name: broker, counters }) => [{ broker }, counters[counter]]),
      ),
    ),
    ...Object.entries(GAUGES).map(([name, [gauge, help]]) =>
      family(
        name,
        'gauge',
        help,
        brokers.map(({ name: broker, gauges }) => [{ broker }, gauges[gauge]]),
      ),
    ),
    ...Object.entries(LISTENERS).map(([name, { type, help, of }]) =>
      family(
        name,
        type,
        help,
        brokers.flatMap((broker) => listenerSamples(broker, of)),
      ),
    ),
    ...Object.entries(BRIDGES).map(([name, { type, help, of }]) =>
      family(
        name,
        type,
        help,
        brokers.flatMap((broker) => bridgeSamples(broker, of)),
      ),
    ),
    ...aboutProcess(brokers),
  ])
}

type Sample = readonly [Labels, number]

const COUNTERS: Readonly<Record<string, readonly [keyof Counters, string]>> = {
  packets_received_total: ['packetsReceived', 'MQTT control packets of all types received.'],
  packets_sent_total: ['packetsSent', 'MQTT control packets of all types sent.'],
  bytes_received_total: ['bytesReceived', 'Bytes received from clients.'],
  bytes_sent_total: ['bytesSent', 'Bytes sent to clients.'],
  messages_received_total: ['publishReceived', 'PUBLISH packets received.'],
  messages_sent_total: ['publishSent', 'PUBLISH packets sent.'],
  messages_dropped_total: [
    'publishDropped',
    'Messages dropped for full queues, slow receivers or their size.',
  ],
  messages_denied_total: ['publishDenied', 'Publications and wills that their sender may not make.'],
  message_bytes_received_total: ['publishBytesReceived', 'Bytes of payloads received.'],
  message_bytes_sent_total: ['publishBytesSent', 'Bytes of payloads sent.'],
  sockets_opened_total: ['socketsOpened', 'Network connections accepted.'],
  connects_received_total: ['connectsReceived', 'CONNECT packets received.'],
  connects_accepted_total: ['connectionsAccepted', 'CONNECT packets answered with success.'],
  connects_refused_total: ['loginsRefused', 'CONNECT packets answered with a refusal.'],
  connections_ended_total: ['connectionsRefused', 'Connections ended for what the client sent.'],
  keep_alive_timeouts_total: ['keepAliveTimeouts', 'Connections ended because the client was silent.'],
  take_overs_total: ['takeOvers', 'Connections ended because another one continued their session.'],
  clients_expired_total: ['clientsExpired', 'Sessions ended because their time was over.'],
}

const GAUGES: Readonly<Record<string, readonly [keyof Gauges, string]>> = {
  clients: ['clientsTotal', 'Sessions, connected or not.'],
  clients_connected: ['clientsConnected', 'Clients connected.'],
  subscriptions: ['subscriptions', 'Subscriptions.'],
  shared_subscriptions: ['sharedSubscriptions', 'Shared subscriptions.'],
  retained_messages: ['retainedMessages', 'Retained messages.'],
  stored_messages: ['storedMessages', 'Messages retained or waiting for a client.'],
  stored_message_bytes: ['storedBytes', 'Bytes of their payloads.'],
  queued_messages: ['queuedMessages', 'Messages waiting for clients.'],
  outgoing_packets: ['outgoingPackets', 'Packets waiting for the sockets of clients.'],
  outgoing_bytes: ['outgoingBytes', 'Bytes waiting for the sockets of clients.'],
  open_sockets: ['openSockets', 'Network connections open.'],
}

interface Measure<T> {
  readonly type: 'counter' | 'gauge'
  readonly help: string
  readonly of: (status: T) => number
}

const LISTENERS: Readonly<Record<string, Measure<ListenerStatus>>> = {
  listener_connections: {
    type: 'gauge',
    help: 'Network connections open.',
    of: ({ connections }) => connections,
  },
  listener_connections_accepted_total: {
    type: 'counter',
    help: 'Network connections accepted.',
    of: ({ connectionsAccepted }) => connectionsAccepted,
  },
  listener_connections_refused_total: {
    type: 'counter',
    help: 'Network connections closed for the limit of the listener or a failed handshake.',
    of: ({ connectionsRefused }) => connectionsRefused,
  },
}

const BRIDGES: Readonly<Record<string, Measure<BridgeStatus>>> = {
  bridge_connected: {
    type: 'gauge',
    help: '1 while the bridge is connected.',
    of: ({ state }) => (state === 'connected' ? 1 : 0),
  },
  bridge_messages_received_total: {
    type: 'counter',
    help: 'Messages received over the bridge.',
    of: ({ messagesIn }) => messagesIn,
  },
  bridge_messages_sent_total: {
    type: 'counter',
    help: 'Messages sent over the bridge.',
    of: ({ messagesOut }) => messagesOut,
  },
  bridge_queued_messages: {
    type: 'gauge',
    help: 'Messages waiting for the bridge.',
    of: ({ queuedMessages }) => queuedMessages,
  },
  bridge_reconnections_total: {
    type: 'counter',
    help: 'Times that the bridge lost its connection and tried again.',
    of: ({ reconnections }) => reconnections,
  },
}

function family(
  name: string,
  type: 'counter' | 'gauge',
  help: string,
  samples: readonly Sample[],
): MetricFamily {
  return { name: PREFIX + name, type, help, samples }
}

function listenerSamples(
  { name: broker, listeners }: BrokerStatus,
  of: (status: ListenerStatus) => number,
): Sample[] {
  return listeners.map((status) => [
    { broker, listener: status.name, transport: status.transport },
    of(status),
  ])
}

function bridgeSamples(
  { name: broker, bridges }: BrokerStatus,
  of: (status: BridgeStatus) => number,
): Sample[] {
  return bridges.map((status) => [{ broker, bridge: status.name }, of(status)])
}

function aboutBrokers(brokers: readonly BrokerStatus[]): MetricFamily[] {
  return [
    family(
      'info',
      'gauge',
      'Version of the broker.',
      brokers.map(({ name: broker, version }) => [{ broker, version }, 1]),
    ),
    family(
      'start_time_seconds',
      'gauge',
      'When the broker was started, in seconds since 1970.',
      brokers.map(({ name: broker, startedAt }) => [{ broker }, startedAt / 1000]),
    ),
    family(
      'clients_maximum',
      'gauge',
      'The most sessions at one time.',
      brokers.map(({ name: broker, counters }) => [{ broker }, counters.clientsMaximum]),
    ),
  ]
}

/** Under the names that Prometheus has for every process. */
function aboutProcess([first]: readonly BrokerStatus[]): MetricFamily[] {
  if (first === undefined) return []
  const { resident, heapUsed, external } = first.memory
  const gauge = (name: string, help: string, value: number): MetricFamily => ({
    name,
    type: 'gauge',
    help,
    samples: [[{}, value]],
  })
  return [
    gauge('process_resident_memory_bytes', 'Resident memory size in bytes.', resident),
    gauge('nodejs_heap_size_used_bytes', 'Bytes in use on the heap.', heapUsed),
    gauge('nodejs_external_memory_bytes', 'Bytes of buffers outside of the heap.', external),
  ]
}
