/** Random things to do to a store and to its model alike. */

import fc from 'fast-check'
import type { Properties, Qos } from '../../../src/broker/packet/packet.ts'
import type { Store, StoredMessage, StoredSession } from '../../../src/broker/store/store.ts'
import type { StoreModel } from './store-model.ts'

/** What changes a store; `pick` chooses among what is there. */
export type Change =
  | { readonly do: 'put session'; readonly session: StoredSession }
  | { readonly do: 'remove session'; readonly clientId: string }
  | {
      readonly do: 'subscribe'
      readonly clientId: string
      readonly filter: string
      readonly identifier: number
    }
  | { readonly do: 'unsubscribe'; readonly clientId: string; readonly filter: string }
  | { readonly do: 'publish'; readonly message: StoredMessage; readonly to: readonly string[] }
  | { readonly do: 'deliver again'; readonly pick: number; readonly clientId: string }
  | { readonly do: 'send' | 'release' | 'acknowledge'; readonly clientId: string; readonly pick: number }
  | { readonly do: 'receive' | 'forget received'; readonly clientId: string; readonly packetId: number }
  | { readonly do: 'retain'; readonly message: StoredMessage }
  | { readonly do: 'clear retained'; readonly topic: string }

const CLIENTS = ['a', '~', '\ufeffé\u{1f600}']
const TOPICS = ['t', '$SYS/~/ü', '\ufeff']

const clientId = fc.constantFrom(...CLIENTS)
const topic = fc.constantFrom(...TOPICS)
const qos = fc.constantFrom<Qos>(0, 1, 2)
const text = fc.stringMatching(/^[ -~é]{0,12}$/)
const bytes = fc.uint8Array({ maxLength: 40 })
const pick = fc.nat(4)

const properties: fc.Arbitrary<Properties> = fc.record(
  {
    payloadFormatIndicator: fc.constantFrom(0, 1),
    contentType: text,
    responseTopic: topic,
    correlationData: bytes,
    userProperties: fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['contentType'] },
)

export const message: fc.Arbitrary<StoredMessage> = fc.record(
  {
    topic,
    payload: bytes,
    qos,
    retain: fc.boolean(),
    properties,
    expiresAt: fc.integer({ min: 1, max: 4e12 }),
    sourceClientId: text,
    sourceUsername: text,
  },
  { requiredKeys: ['topic', 'payload', 'qos', 'retain'] },
)

const will = fc.record(
  {
    dueAt: fc.integer({ min: 1, max: 4e12 }),
    will: fc.record(
      {
        topic,
        payload: bytes,
        qos,
        retain: fc.boolean(),
        properties: fc.record({ willDelayInterval: fc.nat(0xffff_ffff), contentType: text }),
      },
      { requiredKeys: ['topic', 'payload', 'qos', 'retain'] },
    ),
  },
  { requiredKeys: ['will'] },
)

const session: fc.Arbitrary<StoredSession> = fc.record(
  {
    clientId,
    username: text,
    listener: text,
    sessionExpirySeconds: fc.constantFrom(0, 1, 3600, 0xffff_ffff),
    disconnectedAt: fc.integer({ min: 1, max: 4e12 }),
    will,
  },
  { requiredKeys: ['clientId', 'sessionExpirySeconds'] },
)

const does = <Name extends string>(name: Name): fc.Arbitrary<Name> => fc.constant(name)

export const change: fc.Arbitrary<Change> = fc.oneof(
  { arbitrary: fc.record({ do: does('put session'), session }), weight: 2 },
  fc.record({ do: does('remove session'), clientId }),
  fc.record({ do: does('subscribe'), clientId, filter: topic, identifier: fc.nat(3) }),
  fc.record({ do: does('unsubscribe'), clientId, filter: topic }),
  {
    arbitrary: fc.record({ do: does('publish'), message, to: fc.subarray(CLIENTS, { minLength: 1 }) }),
    weight: 3,
  },
  fc.record({ do: does('deliver again'), pick, clientId }),
  {
    arbitrary: fc.record({ do: fc.constantFrom('send', 'release', 'acknowledge'), clientId, pick }),
    weight: 3,
  },
  fc.record({
    do: fc.constantFrom('receive', 'forget received'),
    clientId,
    packetId: fc.constantFrom(1, 7, 65_535),
  }),
  fc.record({ do: does('retain'), message }),
  fc.record({ do: does('clear retained'), topic }),
)

/** Does it to both. Only sessions that are there get anything, and sequences are never used twice. */
export class StoreDriver {
  readonly #model: StoreModel
  /** Of the last delivery. */
  #sequence = 0

  constructor(model: StoreModel) {
    this.#model = model
    for (const { deliveries } of model.sessions.values())
      for (const sequence of deliveries.keys()) this.#sequence = Math.max(this.#sequence, sequence)
  }

  apply(store: Store, change: Change): void {
    const model = this.#model
    switch (change.do) {
      case 'put session':
        store.putSession(change.session)
        model.putSession(change.session)
        return
      case 'remove session':
        store.removeSession(change.clientId)
        model.sessions.delete(change.clientId)
        return
      case 'publish':
        this.#publish(store, change.message, change.to)
        return
      case 'deliver again':
        this.#deliverAgain(store, change.pick, change.clientId)
        return
      case 'retain':
        store.putRetained(change.message)
        model.retained.set(change.message.topic, change.message)
        return
      case 'clear retained':
        store.removeRetained(change.topic)
        model.retained.delete(change.topic)
        return
      default:
        this.#changeSession(store, change)
    }
  }

  #publish(store: Store, published: StoredMessage, to: readonly string[]): void {
    const receivers = to.filter((receiver) => this.#model.sessions.has(receiver))
    if (receivers.length === 0) return
    const messageId = store.putMessage(published)
    this.#model.messages.set(messageId, published)
    for (const receiver of receivers) this.#deliver(store, receiver, messageId)
  }

  #deliver(store: Store, receiver: string, messageId: number): void {
    const sequence = ++this.#sequence
    const delivery = { sequence, packetId: 0, state: 'queued', qos: 2, retain: false, messageId } as const
    const withIdentifiers =
      sequence % 3 === 0 ? { ...delivery, subscriptionIdentifiers: [1, 268_435_455] } : delivery
    store.putDelivery(receiver, withIdentifiers)
    this.#model.sessions.get(receiver)?.deliveries.set(sequence, withIdentifiers)
  }

  #deliverAgain(store: Store, pick: number, receiver: string): void {
    const messageId = [...this.#model.messages.keys()].at(-1 - pick)
    if (messageId === undefined || !this.#model.sessions.has(receiver)) return
    const isHeld = store.holdsMessage(messageId)
    if (isHeld !== this.#model.holds(messageId)) throw new Error(`message ${messageId} is held: ${isHeld}`)
    if (isHeld) this.#deliver(store, receiver, messageId)
  }

  #changeSession(store: Store, change: Extract<Change, { clientId: string }>): void {
    const { clientId } = change
    const known = this.#model.sessions.get(clientId)
    if (known === undefined) return
    if (change.do === 'subscribe') {
      const { filter, identifier } = change
      const options = {
        filter,
        qos: 1,
        noLocal: identifier === 1,
        retainAsPublished: identifier === 2,
      } as const
      const subscription = identifier === 0 ? options : { ...options, subscriptionIdentifier: identifier }
      store.putSubscription(clientId, subscription)
      known.subscriptions.set(filter, subscription)
    } else if (change.do === 'unsubscribe') {
      store.removeSubscription(clientId, change.filter)
      known.subscriptions.delete(change.filter)
    } else if (change.do === 'receive') {
      store.putReceived(clientId, change.packetId)
      known.received.add(change.packetId)
    } else if (change.do === 'forget received') {
      store.removeReceived(clientId, change.packetId)
      known.received.delete(change.packetId)
    } else if (change.do === 'send' || change.do === 'release' || change.do === 'acknowledge') {
      this.#moveDelivery(store, clientId, change.do, change.pick)
    }
  }

  #moveDelivery(store: Store, clientId: string, how: 'send' | 'release' | 'acknowledge', pick: number): void {
    const deliveries = this.#model.sessions.get(clientId)?.deliveries
    const delivery = [...(deliveries?.values() ?? [])].at(pick)
    if (delivery === undefined || deliveries === undefined) return
    if (how === 'acknowledge') {
      store.removeDelivery(clientId, delivery.sequence)
      deliveries.delete(delivery.sequence)
      return
    }
    const { messageId, ...rest } = delivery
    const packetId = (delivery.sequence % 65_535) + 1
    const moved =
      how === 'release' || messageId === undefined
        ? ({ ...rest, packetId, state: 'released' } as const)
        : ({ ...rest, packetId, state: 'published', messageId } as const)
    store.putDelivery(clientId, moved)
    deliveries.set(delivery.sequence, moved)
  }
}
