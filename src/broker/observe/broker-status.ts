/** A broker at one moment, as values: for the view in the terminal, for `/status`, for metrics. Nothing secret is in it. */

import type { Counters } from './counters.ts'
import type { RefusedAttempt } from './recent-refusals.ts'

/** What is counted by looking, not by adding up; all of one broker. */
export interface Gauges {
  /** Sessions, connected or not. */
  readonly clientsTotal: number
  readonly clientsConnected: number
  readonly subscriptions: number
  readonly sharedSubscriptions: number
  readonly retainedMessages: number
  /** Messages that are retained or wait for a client, each counted once, and the bytes of their payloads. */
  readonly storedMessages: number
  readonly storedBytes: number
  /** Messages that wait for clients to come back or to acknowledge, one for each client. */
  readonly queuedMessages: number
  /** Packets and bytes that wait for the sockets of connected clients. */
  readonly outgoingPackets: number
  readonly outgoingBytes: number
  readonly openSockets: number
}

/** Bytes, as `process.memoryUsage()` says. */
export interface MemoryUse {
  readonly heapUsed: number
  /** Buffers and the like, outside of the heap. */
  readonly external: number
  readonly resident: number
}

export interface ListenerStatus {
  /** `1883`, or the path of a Unix socket. */
  readonly name: string
  /** Where it is bound: `127.0.0.1:1883`. */
  readonly addresses: readonly string[]
  readonly transport: 'tcp' | 'tls' | 'websocket' | 'secure-websocket' | 'unix'
  readonly connections: number
  /** Since the start. */
  readonly connectionsAccepted: number
  readonly connectionsRefused: number
}

export type BridgeState = 'connected' | 'connecting' | 'waiting' | 'stopped'

export interface BridgeStatus {
  readonly name: string
  readonly remoteClientId: string
  readonly state: BridgeState
  /** Host and port of the broker at the other end. */
  readonly address: string
  /** Milliseconds since 1970. */
  readonly since: number
  readonly messagesIn: number
  readonly messagesOut: number
  readonly queuedMessages: number
  readonly reconnections: number
  /** Why the connection is not there, as a sentence. */
  readonly problem?: string
}

/** Per second, over the time since the snapshot before. */
export interface Rates {
  readonly messagesReceived: number
  readonly messagesSent: number
  readonly messagesDropped: number
  readonly bytesReceived: number
  readonly bytesSent: number
}

export interface BrokerStatus {
  /** Of the broker in the topology; the name of its configuration file elsewhere. */
  readonly name: string
  readonly version: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly startedAt: number
  readonly counters: Readonly<Counters>
  readonly gauges: Gauges
  readonly memory: MemoryUse
  readonly rates: Rates
  readonly listeners: readonly ListenerStatus[]
  readonly bridges: readonly BridgeStatus[]
  /** Newest first. */
  readonly refusals: readonly RefusedAttempt[]
}
