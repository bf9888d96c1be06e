/**
 * Messages with QoS 1 and 2 on their way to one session: in flight up to the receiver's maximum, the rest queued up
 * to the configured limits (MQTT 5.0 4.3, 4.4, 4.9).
 */

import type { Message } from '../message/message.ts'
import type { Delivery, DeliveryOptions, Outlet } from '../message/outlet.ts'
import { MessageQueue } from './message-queue.ts'

export interface QueueLimits {
  /** Of messages in flight; what the client announced counts too. `Infinity`: none. The same for all. */
  readonly maxInflightMessages: number
  readonly maxInflightBytes: number
  /** Above those in flight. */
  readonly maxQueuedMessages: number
  readonly maxQueuedBytes: number
}

/** What becomes of a session's deliveries in the store; a session that ends with its connection notes nothing. */
export interface DeliveryJournal {
  put(delivery: Delivery): void
  remove(delivery: Delivery): void
}

const MAX_PACKET_ID = 65_535

export class OutgoingMessages {
  readonly #settings: { readonly limits: QueueLimits }
  readonly #journal: DeliveryJournal | undefined
  readonly #inflight = new Map<number, Delivery>()
  #inflightBytes = 0
  /** Of those in flight: not sent yet on this connection, whose receive maximum is lower than that of the one before. */
  readonly #unsent = new Set<Delivery>()
  readonly #queue = new MessageQueue()
  #packetId = 0
  #sequence = 0

  /** `settings`: asked each time, since a reload may change the limits. */
  constructor(settings: { readonly limits: QueueLimits }, journal: DeliveryJournal | undefined) {
    this.#settings = settings
    this.#journal = journal
  }

  get inflightCount(): number {
    return this.#inflight.size
  }

  get queuedCount(): number {
    return this.#queue.length
  }

  /** Sends or queues a message; false when the queue is full and it is dropped. */
  add(
    message: Message,
    options: DeliveryOptions,
    outlet: Outlet | undefined,
    receiveMaximum: number,
  ): boolean {
    const delivery: Delivery = {
      message,
      qos: options.qos,
      retain: options.retain,
      subscriptionIdentifiers: options.subscriptionIdentifiers,
      sequence: this.#sequence + 1,
      packetId: 0,
      state: 'queued',
    }
    const isFirst = this.#queue.length === 0 && this.#unsent.size === 0
    const mayLeave = outlet !== undefined && isFirst && this.#hasRoom(outlet, receiveMaximum)
    if (!mayLeave && !this.#mayQueue(message)) return false
    this.#sequence++
    if (mayLeave) return this.#send(delivery, outlet)
    message.keep()
    this.#queue.push(delivery)
    this.#journal?.put(delivery)
    return true
  }

  /** Sends what waits, as far as there is room. Expired messages go. */
  sendQueued(outlet: Outlet, receiveMaximum: number, now: number): void {
    if (this.#unsent.size > 0) this.#sendUnsent(outlet, receiveMaximum)
    while (this.#queue.length > 0 && this.#unsent.size === 0 && this.#hasRoom(outlet, receiveMaximum)) {
      const next = this.#queue.shift()
      if (next === undefined) return
      if (next.message.isExpired(now)) this.#journal?.remove(next)
      else this.#send(next, outlet)
    }
  }

  /**
   * Sends again what was in flight when the connection ended, in order [MQTT-4.4.0-1]; what is beyond the receive
   * maximum of the new connection later [MQTT-4.9.0-2].
   */
  resend(outlet: Outlet, receiveMaximum: number): void {
    this.#unsent.clear()
    for (const delivery of this.#inflight.values())
      if (delivery.state === 'released') outlet.sendRelease(delivery.packetId)
      else this.#unsent.add(delivery)
    this.#sendUnsent(outlet, receiveMaximum)
  }

  #sendUnsent(outlet: Outlet, receiveMaximum: number): void {
    for (const delivery of this.#unsent) {
      if (this.#inflight.size - this.#unsent.size >= receiveMaximum || !outlet.hasRoom) return
      this.#unsent.delete(delivery)
      if (!outlet.sendDelivery(delivery, true)) this.#forget(delivery)
    }
  }

  /** PUBACK, or a PUBREC with an error, or PUBCOMP: the delivery is over. False when `packetId` is unknown. */
  acknowledge(packetId: number, expects: 'published' | 'released'): boolean {
    const delivery = this.#inflight.get(packetId)
    if (delivery === undefined || delivery.state !== expects) return false
    this.#forget(delivery)
    return true
  }

  /** PUBREC with success: the message is the receiver's now, only its packet identifier is still in use. */
  receive(packetId: number): 'released' | 'unknown' {
    const delivery = this.#inflight.get(packetId)
    if (delivery === undefined || delivery.qos !== 2) return 'unknown'
    if (delivery.state === 'published') {
      delivery.state = 'released'
      this.#journal?.put(delivery)
    }
    return 'released'
  }

  /** QoS of the delivery in flight; `undefined` when there is none. */
  qosOf(packetId: number): number | undefined {
    return this.#inflight.get(packetId)?.qos
  }

  /** Takes out what the session may not read any more. */
  keepWhere(isKept: (delivery: Delivery) => boolean): void {
    for (const gone of this.#queue.filter(isKept)) this.#journal?.remove(gone)
    for (const delivery of this.#inflight.values())
      if (delivery.state === 'published' && !isKept(delivery)) this.#forget(delivery)
  }

  /** Puts a delivery back that the store kept; in order of sequence. */
  restore(delivery: Delivery): void {
    this.#sequence = Math.max(this.#sequence, delivery.sequence)
    if (delivery.state === 'queued') {
      this.#queue.push(delivery)
      return
    }
    this.#packetId = delivery.packetId
    this.#fly(delivery)
  }

  clear(): void {
    for (const gone of this.#queue.filter(() => false)) this.#journal?.remove(gone)
    for (const delivery of this.#inflight.values()) this.#forget(delivery)
  }

  #send(delivery: Delivery, outlet: Outlet): boolean {
    if (delivery.qos === 0) {
      this.#journal?.remove(delivery)
      outlet.send(delivery.message, delivery)
      return true
    }
    delivery.packetId = this.#freePacketId()
    delivery.state = 'published'
    if (!outlet.sendDelivery(delivery, false)) {
      this.#journal?.remove(delivery)
      return true // [MQTT-3.1.2-25]: too large for the receiver counts as delivered
    }
    this.#fly(delivery)
    if (this.#journal !== undefined) {
      this.#journal.put(delivery)
      outlet.awaitCommit()
    }
    return true
  }

  #fly(delivery: Delivery): void {
    this.#inflight.set(delivery.packetId, delivery)
    this.#inflightBytes += delivery.message.payload.length
  }

  #forget(delivery: Delivery): void {
    this.#inflight.delete(delivery.packetId)
    this.#inflightBytes -= delivery.message.payload.length
    if (this.#unsent.size > 0) this.#unsent.delete(delivery)
    this.#journal?.remove(delivery)
  }

  #hasRoom(outlet: Outlet, receiveMaximum: number): boolean {
    const { maxInflightMessages, maxInflightBytes } = this.#settings.limits
    return (
      this.#inflight.size < Math.min(maxInflightMessages, receiveMaximum) &&
      this.#inflightBytes < maxInflightBytes &&
      outlet.hasRoom
    )
  }

  #mayQueue({ payload }: Message): boolean {
    const { maxQueuedMessages, maxQueuedBytes } = this.#settings.limits
    return this.#queue.length < maxQueuedMessages && this.#queue.bytes + payload.length <= maxQueuedBytes
  }

  #freePacketId(): number {
    do this.#packetId = this.#packetId === MAX_PACKET_ID ? 1 : this.#packetId + 1
    while (this.#inflight.has(this.#packetId))
    return this.#packetId
  }
}
