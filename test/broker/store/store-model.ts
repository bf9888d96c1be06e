/** What a store should hold, without a store: maps, copied as a whole. */

import type {
  Recovered,
  StoredDelivery,
  StoredMessage,
  StoredSession,
  StoredSubscription,
} from '../../../src/broker/store/store.ts'
import { canonical } from './canonical.ts'

interface ModelSession {
  session: StoredSession
  readonly subscriptions: Map<string, StoredSubscription>
  readonly deliveries: Map<number, StoredDelivery>
  readonly received: Set<number>
}

export class StoreModel {
  readonly sessions = new Map<string, ModelSession>()
  readonly messages = new Map<number, StoredMessage>()
  readonly retained = new Map<string, StoredMessage>()

  static from({ sessions, messages, retained }: Recovered): StoreModel {
    const model = new StoreModel()
    for (const { session, subscriptions, deliveries, receivedPacketIds } of sessions)
      model.sessions.set(session.clientId, {
        session,
        subscriptions: new Map(subscriptions.map((subscription) => [subscription.filter, subscription])),
        deliveries: new Map(deliveries.map((delivery) => [delivery.sequence, delivery])),
        received: new Set(receivedPacketIds),
      })
    for (const [messageId, message] of messages) model.messages.set(messageId, message)
    for (const message of retained) model.retained.set(message.topic, message)
    return model
  }

  copy(): StoreModel {
    const copy = new StoreModel()
    for (const [clientId, { session, subscriptions, deliveries, received }] of this.sessions)
      copy.sessions.set(clientId, {
        session,
        subscriptions: new Map(subscriptions),
        deliveries: new Map(deliveries),
        received: new Set(received),
      })
    for (const [messageId, message] of this.messages) copy.messages.set(messageId, message)
    for (const [topic, message] of this.retained) copy.retained.set(topic, message)
    return copy
  }

  putSession(session: StoredSession): void {
    const known = this.sessions.get(session.clientId)
    if (known !== undefined) known.session = session
    else
      this.sessions.set(session.clientId, {
        session,
        subscriptions: new Map(),
        deliveries: new Map(),
        received: new Set(),
      })
  }

  /** Some delivery names it. */
  holds(messageId: number): boolean {
    return [...this.sessions.values()].some(({ deliveries }) =>
      [...deliveries.values()].some((delivery) => delivery.messageId === messageId),
    )
  }

  /** Rows that a database needs for it. */
  get rowCount(): number {
    let count =
      this.retained.size + [...this.messages.keys()].filter((messageId) => this.holds(messageId)).length
    for (const { subscriptions, deliveries, received } of this.sessions.values())
      count += 1 + subscriptions.size + deliveries.size + received.size
    return count
  }

  canonical(): string {
    const messages = new Map([...this.messages].filter(([messageId]) => this.holds(messageId)))
    return canonical({ sessions: this.#sessions(), messages, retained: this.retained.values() })
  }

  *#sessions(): Generator<Recovered['sessions'] extends Iterable<infer Session> ? Session : never> {
    for (const { session, subscriptions, deliveries, received } of this.sessions.values())
      yield {
        session,
        subscriptions: [...subscriptions.values()],
        deliveries: [...deliveries.values()].sort((a, b) => a.sequence - b.sequence),
        receivedPacketIds: [...received],
      }
  }
}
