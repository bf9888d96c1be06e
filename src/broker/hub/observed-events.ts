/** Tells logs and the status view what happens in a broker. */

import type { Message } from '../message/message.ts'
import type { DeliveryOptions } from '../message/outlet.ts'
import { brokerError } from '../observe/lines/broker-lines.ts'
import {
  clientConnected,
  clientExpired,
  connectionEnded,
  connectionFailed,
  connectionOpened,
  messagesDropped,
  sessionTakenOver,
} from '../observe/lines/connection-lines.ts'
import type { LogLine } from '../observe/lines/log-line.ts'
import {
  packetReceived,
  packetSent,
  publishDenied,
  publishSent,
  publishTooLarge,
  subscribed,
  unsubscribed,
} from '../observe/lines/packet-lines.ts'
import type { Log } from '../observe/log.ts'
import type { RecentRefusals, RefusedAttempt } from '../observe/recent-refusals.ts'
import type { Connect, Packet, Publish } from '../packet/packet.ts'
import type { Subscription } from '../routing/subscription.ts'
import type { Rights } from '../security/rights.ts'
import type { Refusal } from '../security/verdict.ts'
import type { Session, SessionOwner } from '../session/session.ts'
import type { ClientAddress, Ending, HubEvents } from './hub-events.ts'

const CONNECTION_TYPES = ['notice', 'information', 'debug'] as const

export class ObservedEvents implements HubEvents {
  readonly #log: Log
  readonly #refusals: RecentRefusals
  readonly #now: () => number
  /** `connection_messages`; a reload may change it. */
  showsConnections = true
  isVerbose: boolean

  constructor(log: Log, refusals: RecentRefusals, now: () => number) {
    this.#log = log
    this.#refusals = refusals
    this.#now = now
    this.isVerbose = log.wants('debug')
  }

  opened(from: ClientAddress): void {
    if (this.showsConnections && this.#log.wants('notice')) this.#write(connectionOpened(from))
  }

  /** A handshake, or what stands before it, that came to nothing. */
  failed(from: ClientAddress, reason: string): void {
    this.#writeConnection(() => [connectionFailed(from, reason)])
  }

  /** A line that has no event of its own. */
  tell(line: LogLine): void {
    this.#write(line)
  }

  unconnected(from: ClientAddress, ending: Ending): void {
    this.#writeConnection(() => connectionEnded(undefined, from, ending))
  }

  connected(from: ClientAddress, session: Session, connect: Connect): void {
    this.#writeConnection(() => clientConnected(from, session.clientId, session.owner.username, connect))
  }

  refusedConnect(from: ClientAddress, { clientId, username }: Connect, refusal: Refusal): void {
    const { reasonCode, because: reason } = refusal
    this.#write(packetSent(from.address, { type: 'connack', sessionPresent: false, reasonCode }))
    const refused: RefusedAttempt = {
      at: this.#now(),
      action: 'connect',
      clientId,
      ...(username === undefined ? {} : { username }),
      address: `${from.address}:${from.port}`,
      listener: from.listener,
      reason,
    }
    this.#refusals.add(() => refused)
  }

  closed(session: Session, from: ClientAddress, ending: Ending): void {
    if (ending.by === 'take-over') this.#write(sessionTakenOver(session.clientId))
    this.#writeConnection(() => connectionEnded(session.clientId, from, ending))
  }

  denied(
    session: Session,
    topic: string,
    packet: Pick<Publish, 'qos' | 'retain' | 'payload' | 'packetId' | 'duplicate'>,
  ): void {
    const { clientId, owner } = session
    const at = this.#now()
    if (this.#log.wants('debug'))
      this.#write(publishDenied(clientId, { ...packet, topic }, ruleText(owner.rights, topic)))
    this.#refusals.add(() => refusedPublish(clientId, owner, topic, at))
  }

  tooLarge(clientId: string, topic: string, packet: Publish): void {
    this.#write(publishTooLarge(clientId, { ...packet, topic }))
  }

  dropping(clientId: string): void {
    this.#write(messagesDropped(clientId))
  }

  expired({ clientId }: Session): void {
    this.#write(clientExpired(clientId))
  }

  storeChanged(problem: Error | undefined): void {
    if (problem !== undefined) this.#write(brokerError(problem.message))
    else this.#log.write('notice', 'The store can be written again; nothing was lost.')
  }

  subscribed(clientId: string, { qos, requested }: Subscription): void {
    if (this.#log.wants('subscribe')) this.#write(subscribed(clientId, qos, requested))
  }

  unsubscribed(clientId: string, filter: string): void {
    if (this.#log.wants('unsubscribe')) this.#write(unsubscribed(clientId, filter))
  }

  received(clientId: string, packet: Packet, topic?: string): void {
    for (const line of packetReceived(clientId, packet, topic)) this.#write(line)
  }

  sent(clientId: string, packet: Packet): void {
    this.#write(packetSent(clientId, packet))
  }

  published(clientId: string, message: Message, { qos, retain }: DeliveryOptions, packetId: number): void {
    const { topic, payload } = message
    this.#write(publishSent(clientId, { duplicate: false, qos, retain, packetId, topic, payload }))
  }

  #write({ type, message, fields }: LogLine): void {
    this.#log.write(type, message, fields)
  }

  /** Lines of each connection are not made where nobody wants them. */
  #writeConnection(make: () => readonly LogLine[]): void {
    if (!CONNECTION_TYPES.some((type) => this.#log.wants(type))) return
    for (const line of make()) if (line.type !== 'notice' || this.showsConnections) this.#write(line)
  }
}

function ruleText(rights: Rights, topic: string): string | undefined {
  const decided = rights.why(topic, 'write')
  return decided && `${decided.file}:${decided.line}: ${decided.text}`
}

function refusedPublish(clientId: string, owner: SessionOwner, topic: string, at: number): RefusedAttempt {
  const { username, listener, rights } = owner
  const rule = ruleText(rights, topic)
  return {
    at,
    action: 'publish',
    clientId,
    ...(username === undefined ? {} : { username }),
    ...(listener === undefined ? {} : { listener }),
    topic,
    reason: rights.reason(topic, 'write'),
    ...(rule === undefined ? {} : { rule }),
  }
}
