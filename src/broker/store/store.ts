/** What survives the broker: sessions, their queues, and retained messages. Calls only note a change; a turn is committed as a whole. */

import type { Properties, Qos, Will } from '../packet/packet.ts'

/** A message as it is stored: 5.0 properties that go with it, and when it ends. */
export interface StoredMessage {
  readonly topic: string
  readonly payload: Uint8Array
  readonly qos: Qos
  readonly retain: boolean
  readonly properties?: Properties
  /** Milliseconds since 1970, from `messageExpiryInterval`; `undefined` never. */
  readonly expiresAt?: number
  /** Who published it, for `check_retain_source`; `undefined` for the broker itself. */
  readonly sourceClientId?: string
  readonly sourceUsername?: string
  readonly sourceListener?: string
}

export interface StoredSubscription {
  readonly filter: string
  readonly qos: Qos
  readonly noLocal: boolean
  readonly retainAsPublished: boolean
  readonly subscriptionIdentifier?: number
}

export interface StoredSession {
  readonly clientId: string
  readonly username?: string
  /** Of the listener it came in by, as its port or path: rights may depend on it with `per_listener_settings`. */
  readonly listener?: string
  /** Seconds after the end of the connection; 0xffff_ffff never. */
  readonly sessionExpirySeconds: number
  /** Milliseconds since 1970; `undefined` while connected. */
  readonly disconnectedAt?: number
  readonly will?: StoredWill
}

export interface StoredWill {
  readonly will: Will
  /** When it is due after its delay, in milliseconds since 1970; `undefined` while connected. */
  readonly dueAt?: number
}

export type OutgoingState = 'queued' | 'published' | 'released'

/** One entry of a session's outgoing queue. */
export interface StoredDelivery {
  /** Order within the session: counts up. */
  readonly sequence: number
  /** 0 while queued. */
  readonly packetId: number
  readonly state: OutgoingState
  readonly qos: Qos
  readonly retain: boolean
  readonly subscriptionIdentifiers?: readonly number[]
  /** Key of the message; `undefined` once released (PUBREC has come). */
  readonly messageId?: number
}

export interface RecoveredSession {
  readonly session: StoredSession
  readonly subscriptions: readonly StoredSubscription[]
  /** By sequence. */
  readonly deliveries: readonly StoredDelivery[]
  /** Packet identifiers of QoS 2 messages that were taken from the client and not released by it yet. */
  readonly receivedPacketIds: readonly number[]
}

export interface Recovered {
  readonly sessions: Iterable<RecoveredSession>
  /** All messages that a delivery names. */
  readonly messages: ReadonlyMap<number, StoredMessage>
  readonly retained: Iterable<StoredMessage>
}

/**
 * A session is named by its client identifier. Nothing is durable before {@link Store.commit} has called back; a crash
 * at any moment leaves the state of some commit, whole: none before the last that has called back. What is noted must
 * not change afterwards: it is encoded when it is written.
 */
export interface Store {
  /** What it held when it was opened. To be called once. */
  recover(): Promise<Recovered>
  putSession(session: StoredSession): void
  /** With its subscriptions, deliveries and packet identifiers; messages that nobody else needs go too. */
  removeSession(clientId: string): void
  putSubscription(clientId: string, subscription: StoredSubscription): void
  removeSubscription(clientId: string, filter: string): void
  /** Notes a message once for all its deliveries; returns its key. It goes when the last delivery that names it goes. */
  putMessage(message: StoredMessage): number
  /** False when the last delivery that named the message has gone, and with it the message: note it anew. */
  holdsMessage(messageId: number): boolean
  putDelivery(clientId: string, delivery: StoredDelivery): void
  removeDelivery(clientId: string, sequence: number): void
  putReceived(clientId: string, packetId: number): void
  removeReceived(clientId: string, packetId: number): void
  putRetained(message: StoredMessage): void
  removeRetained(topic: string): void
  /** Counts what was noted: who raised it needs the commit, whoever did not can do without. */
  readonly noted: number
  /** Has `call` called at the first note after each commit: somebody has to commit it. */
  whenNoted(call: () => void): void
  /** True when something was noted since the last commit, or a commit has failed and was not made good yet. */
  readonly isDirty: boolean
  /**
   * Makes all that was noted so far durable against the end of the process; calls back in the order of the calls.
   * After a failure the store goes on in memory: commits fail until it has written all that they should have.
   */
  commit(done: (failure?: Error) => void): void
  /** Commits and closes. @throws Failure when what was noted cannot be written. */
  close(): Promise<void>
}
