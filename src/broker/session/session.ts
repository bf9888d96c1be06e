/** The state of one client that outlives its connections (MQTT 5.0 4.1): subscriptions, messages under way, a will. */

import { matches, parseFilter } from '../../topic/filter.ts'
import type { Message, MessageSource } from '../message/message.ts'
import type { Delivery, DeliveryOptions, Outlet } from '../message/outlet.ts'
import type { Qos, Will } from '../packet/packet.ts'
import { lowerQos } from '../packet/qos.ts'
import type { Subscriber, Subscription } from '../routing/subscription.ts'
import type { Rights } from '../security/rights.ts'
import { OutgoingMessages } from './outgoing-messages.ts'
import { deliveryJournal, type SessionSettings } from './session-settings.ts'

export interface SessionOwner {
  readonly username: string | undefined
  readonly rights: Rights
  /** Name of the listener that it came in by. */
  readonly listener: string | undefined
  /** What its password was compared with, if it was: a reload asks whether it still holds. */
  readonly passwordHash: string | undefined
}

/** The client of `session` as the source of its messages. */
export function sourceOf({ clientId, owner: { username, listener } }: Session): MessageSource {
  return { clientId, username, listener }
}

export const NEVER_EXPIRES = 0xffff_ffff
const NO_LIMIT = 65_535
const NONE: ReadonlyMap<string, Subscription> = new Map()

export class Session implements Subscriber {
  readonly clientId: string
  owner: SessionOwner
  outlet: Outlet | undefined = undefined
  /** Its client speaks 5.0, or did when it was connected last. */
  isV5 = false
  /** Seconds after the end of the connection; {@link NEVER_EXPIRES}. */
  expirySeconds = 0
  /** Of the hub's clock, while it is not connected. */
  disconnectedAt: number | undefined = undefined
  /** Of the client: how many messages with QoS 1 and 2 may be in flight to it. */
  receiveMaximum = NO_LIMIT
  /** Published when the connection ends otherwise than by DISCONNECT. */
  will: Will | undefined = undefined
  /** When a delayed will is due; of the hub's clock. */
  willDueAt: number | undefined = undefined
  /** True once the store knows it. */
  isStored = false
  /** Packet identifiers of QoS 2 messages from the client that it has not released yet. */
  #received: Set<number> | undefined = undefined
  /** The message that it was given last: with `allow_duplicate_messages false` nobody gets one twice. */
  #last: Message | undefined = undefined
  #outgoing: OutgoingMessages | undefined = undefined
  /** Its queue has not taken all messages since it was empty. */
  #isDropping = false
  #subscriptions: Map<string, Subscription> | undefined = undefined
  readonly #settings: SessionSettings

  constructor(clientId: string, owner: SessionOwner, settings: SessionSettings) {
    this.clientId = clientId
    this.owner = owner
    this.#settings = settings
  }

  /** True when it lives on after its connection. */
  get keepsMessages(): boolean {
    return this.expirySeconds > 0
  }

  /** By filter, as the client wrote it. */
  get subscriptions(): ReadonlyMap<string, Subscription> {
    return this.#subscriptions ?? NONE
  }

  subscribe(subscription: Subscription): void {
    this.#subscriptions ??= new Map()
    this.#subscriptions.set(subscription.requested, subscription)
  }

  unsubscribe(requested: string): void {
    this.#subscriptions?.delete(requested)
  }

  mayRead(topic: string): boolean {
    return this.owner.rights.mayRead(topic)
  }

  deliver(message: Message, subscription: Subscription): void {
    const { allowDuplicates, upgradeQos } = this.#settings
    const isSingle = !allowDuplicates && !this.isV5 && subscription.shareName === undefined
    if (isSingle && this.#isRepeated(message)) return
    const granted = isSingle ? this.#highestQos(message.topic, subscription.qos) : subscription.qos
    const qos = upgradeQos ? granted : lowerQos(message.qos, granted)
    const { identifier } = subscription
    this.send(message, {
      qos,
      retain: subscription.retainAsPublished && message.retain, // [MQTT-3.3.1-12], [MQTT-3.3.1-13]
      subscriptionIdentifiers: identifier === undefined ? undefined : [identifier],
    })
  }

  /** Sends, queues or drops a message that this session is to have. */
  send(message: Message, options: DeliveryOptions): void {
    const { outlet } = this
    if (options.qos === 0) {
      if (outlet !== undefined) {
        outlet.send(message, options)
        return
      }
      if (!this.#settings.queueQos0) return
    }
    if (outlet === undefined && !this.keepsMessages) return
    const isTaken = this.outgoing.add(message, options, outlet, this.receiveMaximum)
    if (!isTaken) this.#drop()
    else if (this.#isDropping && this.outgoing.queuedCount === 0) this.#isDropping = false
  }

  #drop(): void {
    this.#settings.counters.publishDropped++
    if (this.#isDropping) return
    this.#isDropping = true
    this.#settings.onDropping?.(this.clientId)
  }

  get outgoing(): OutgoingMessages {
    this.#outgoing ??= new OutgoingMessages(
      this.#settings,
      this.keepsMessages && this.#settings.store !== undefined
        ? deliveryJournal(this.#settings.store, this.clientId, this.#settings.clock)
        : undefined,
    )
    return this.#outgoing
  }

  /** Takes over a QoS 2 message from the client; false when it has been taken over before [MQTT-4.3.3-10]. */
  receive(packetId: number): boolean {
    if (this.#received?.has(packetId) === true) return false
    this.#received ??= new Set()
    this.#received.add(packetId)
    if (this.keepsMessages) this.#settings.store?.putReceived(this.clientId, packetId)
    return true
  }

  /** The client has released a QoS 2 message; false when it was not under way. */
  release(packetId: number): boolean {
    if (this.#received?.delete(packetId) !== true) return false
    if (this.keepsMessages) this.#settings.store?.removeReceived(this.clientId, packetId)
    return true
  }

  hasReceived(packetId: number): boolean {
    return this.#received?.has(packetId) === true
  }

  /** How many QoS 2 messages from the client are not released yet. */
  get receivedCount(): number {
    return this.#received?.size ?? 0
  }

  /** Whoever sent has forgotten what was under way: its packet identifiers stand for new messages. */
  forgetReceived(): void {
    for (const packetId of this.#received ?? []) this.release(packetId)
  }

  /** What the store has kept of it. */
  restoreReceived(packetIds: readonly number[]): void {
    if (packetIds.length > 0) this.#received = new Set(packetIds)
  }

  /** How many messages with QoS 1 and 2 are under way to it or wait for it. */
  get outgoingCount(): number {
    return this.#outgoing === undefined ? 0 : this.#outgoing.inflightCount + this.#outgoing.queuedCount
  }

  /** Lets go of what was under way to it. */
  forgetOutgoing(): void {
    this.#outgoing?.clear()
  }

  /** Sends what waits as far as there is room, after an acknowledgement or when a slow receiver has caught up. */
  goOn(): void {
    const { outlet } = this
    if (outlet === undefined || this.#outgoing === undefined) return
    this.#outgoing.sendQueued(outlet, this.receiveMaximum, this.#settings.clock.now())
  }

  /** After a reconnection: what was in flight again, then what waits; less what its user may not read any more. */
  resume(): void {
    const { outlet } = this
    if (outlet === undefined || this.#outgoing === undefined) return
    this.#outgoing.keepWhere((delivery: Delivery) => this.mayRead(delivery.message.topic))
    this.#outgoing.resend(outlet, this.receiveMaximum)
    this.goOn()
  }

  /** Of all its subscriptions that match `topic` (3.1.1 [MQTT-3.3.5-1]); one of them has `qos`. */
  #highestQos(topic: string, qos: Qos): Qos {
    let highest = qos
    for (const { qos, filter, shareName } of this.subscriptions.values())
      if (qos > highest && shareName === undefined && matches(parseFilter(filter), topic)) highest = qos
    return highest
  }

  #isRepeated(message: Message): boolean {
    const repeated = this.#last === message
    this.#last = message
    return repeated
  }
}
