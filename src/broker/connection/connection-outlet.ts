/** Writes packets to one connection: collected during a turn, held back for the store, dropped for receivers that do not read. */

import type { EncodedPublish } from '../message/encode-publish.ts'
import type { Message } from '../message/message.ts'
import type { Delivery, DeliveryOptions, Outlet } from '../message/outlet.ts'
import type { Counters } from '../observe/counters.ts'
import { encodeWithin } from '../packet/encode-within.ts'
import type { Acknowledgement, Packet, ProtocolVersion } from '../packet/packet.ts'
import { firstByte } from '../packet/packet-type.ts'
import type { Transport } from '../transport/transport.ts'
import type { Backlog } from './backlog.ts'
import { Outbox } from './outbox.ts'
import { TopicAliases } from './topic-aliases.ts'
import type { Turn, TurnMember } from './turn.ts'

/** What is the same for all connections of a broker. */
export interface OutletContext {
  readonly turn: Turn
  readonly counters: Counters
  readonly backlog: Backlog
  /** Of the hub's clock. */
  readonly now: () => number
  /** Those who watch every packet; `undefined` while nobody does. */
  watcher: OutletWatcher | undefined
  /** False when what a receiver gets is not always what was published: then no frames are passed on as they are. */
  passesFrames: boolean
  /** Told when a receiver that reads too slowly begins to lose messages with QoS 0. */
  readonly onDropping: (clientId: string) => void
}

export interface OutletWatcher {
  sent(clientId: string, packet: Packet): void
  published(clientId: string, message: Message, options: DeliveryOptions, packetId: number): void
}

/** What the receiver asked for. */
export interface OutletOptions {
  readonly clientId: string
  readonly version: ProtocolVersion
  /** Bytes of the largest packet it takes; 0: no limit. */
  readonly maxPacketSize: number
  /** How many aliases it takes. */
  readonly topicAliasMaximum: number
  /** From the broker's topics to the receiver's. */
  readonly outgoingTopic: ((topic: string) => string) | undefined
  /** False keeps frames of publishers from being passed on as they are. */
  readonly mayTakeFrames: boolean
}

const QOS_1 = 0x02
const QOS_2 = 0x04
const DUPLICATE = 0x08
const RETAIN = 0x01
/** UTF-8 needs at most three of them for a unit of UTF-16. */
const MAX_TOPIC_BYTES = 0xffff

interface Held {
  readonly commit: number
  readonly buffers: Uint8Array[]
}

export class ConnectionOutlet implements Outlet, TurnMember {
  readonly isV5: boolean
  readonly displace: () => void
  readonly #options: OutletOptions
  readonly #transport: Transport
  readonly #context: OutletContext
  readonly #outbox = new Outbox()
  readonly #aliases: TopicAliases | undefined
  readonly #isPlainReceiver: boolean
  /** Messages sent, frames passed on aside. */
  publishedCount = 0
  #hasJoined = false
  #awaitsCommit = false
  #held: Held[] | undefined = undefined
  #isClosed = false
  /** It has lost messages since it was too slow, and has not caught up yet. */
  #isDropping = false

  constructor(transport: Transport, options: OutletOptions, context: OutletContext, onDisplaced: () => void) {
    this.displace = onDisplaced
    this.#transport = transport
    this.#options = options
    this.#context = context
    this.isV5 = options.version === 5
    this.#aliases = options.topicAliasMaximum > 0 ? new TopicAliases(options.topicAliasMaximum) : undefined
    this.#isPlainReceiver =
      options.mayTakeFrames &&
      options.maxPacketSize === 0 &&
      this.#aliases === undefined &&
      options.outgoingTopic === undefined
  }

  get takesFrames(): boolean {
    return this.#isPlainReceiver && this.#context.passesFrames
  }

  sendFrames(frames: Buffer, count: number, payloadBytes: number): void {
    const { counters } = this.#context
    if (!this.hasRoom) {
      this.#drop(count)
      return
    }
    counters.publishSent += count
    counters.packetsSent += count
    counters.publishBytesSent += payloadBytes
    this.#join()
    this.#outbox.push(frames)
  }

  send(message: Message, options: DeliveryOptions): void {
    if (!this.hasRoom) {
      this.#drop(1)
      return
    }
    const encoded = this.#encoded(message, options, false)
    if (encoded === undefined) return // [MQTT-3.1.2-25]
    this.#countSent(message, options, 0)
    this.#join()
    if (!options.retain) {
      this.#outbox.push(encoded.bytes)
      return
    }
    const at = this.#copied(encoded.bytes)
    const { slab } = this.#outbox
    slab[at] = (slab[at] ?? 0) | RETAIN
  }

  sendDelivery(delivery: Delivery, duplicate: boolean): boolean {
    const { message, packetId } = delivery
    const encoded = this.#encoded(message, delivery, true)
    if (encoded === undefined) return false
    this.#countSent(message, delivery, packetId)
    this.#join()
    const at = this.#copied(encoded.bytes)
    const { slab } = this.#outbox
    slab[at] =
      (slab[at] ?? 0) |
      (delivery.qos === 1 ? QOS_1 : QOS_2) |
      (duplicate ? DUPLICATE : 0) |
      (delivery.retain ? RETAIN : 0)
    slab[at + encoded.packetIdAt] = packetId >> 8
    slab[at + encoded.packetIdAt + 1] = packetId & 255
    return true
  }

  sendRelease(packetId: number): void {
    this.acknowledge('pubrel', packetId)
  }

  /** With success: four bytes. */
  acknowledge(type: Acknowledgement['type'], packetId: number): void {
    this.#context.counters.packetsSent++
    this.#context.watcher?.sent(this.#options.clientId, { type, packetId, reasonCode: 0 })
    this.#join()
    const at = this.#outbox.reserve(4)
    const { slab } = this.#outbox
    slab[at] = firstByte(type)
    slab[at + 1] = 2
    slab[at + 2] = packetId >> 8
    slab[at + 3] = packetId & 255
  }

  /**
   * Any other packet; reason string and user properties go where they make it too large [MQTT-3.1.2-24]. False when it
   * is too large without them, and is not sent.
   */
  sendPacket(packet: Packet): boolean {
    const { version, maxPacketSize } = this.#options
    const bytes = encodeWithin(
      version,
      packet,
      maxPacketSize === 0 ? Number.POSITIVE_INFINITY : maxPacketSize,
    )
    if (bytes === undefined) return false
    this.#context.counters.packetsSent++
    this.#context.watcher?.sent(this.#options.clientId, packet)
    this.#join()
    this.#outbox.push(bytes)
    return true
  }

  get hasRoom(): boolean {
    const { backlogBytes } = this.#transport
    return backlogBytes === 0 || backlogBytes + this.#outbox.bytes < this.#context.backlog.limitBytes
  }

  awaitCommit(): void {
    this.#awaitsCommit = true
  }

  endTurn(commit: number | undefined): void {
    this.#hasJoined = false
    const mustWait = commit !== undefined && this.#awaitsCommit
    this.#awaitsCommit = false
    if (this.#isClosed || this.#outbox.bytes === 0) return
    const buffers = this.#outbox.take()
    if (mustWait) this.#hold(commit, buffers)
    else if (this.#held !== undefined) this.#held.at(-1)?.buffers.push(...buffers)
    else this.#write(buffers)
  }

  committed(commit: number): void {
    const held = this.#held
    if (held === undefined) return
    const rest = held.filter((entry) => entry.commit > commit)
    this.#held = rest.length === 0 ? undefined : rest
    if (this.#isClosed) return
    const ready = held.filter((entry) => entry.commit <= commit).flatMap(({ buffers }) => buffers)
    if (ready.length > 0) this.#write(ready)
  }

  /** What was not committed is not acknowledged: the client has to try again on a new connection. */
  commitFailed(): void {
    this.#held = undefined
    if (!this.#isClosed) this.#transport.destroy()
  }

  /** Writes at once what waits for the end of the turn, before the connection ends. */
  flush(): void {
    if (this.#isClosed || this.#outbox.bytes === 0 || this.#held !== undefined || this.#awaitsCommit) return
    this.#write(this.#outbox.take())
  }

  /** Nothing is written from now on. */
  close(): void {
    this.#isClosed = true
    this.#held = undefined
  }

  /** Of a series, only the first is told of; it ends when the receiver has caught up. */
  #drop(count: number): void {
    const { counters, onDropping } = this.#context
    counters.publishDropped += count
    if (this.#isDropping) return
    this.#isDropping = true
    onDropping(this.#options.clientId)
  }

  /** To be called when the system has taken all that was written. */
  caughtUp(): void {
    this.#isDropping = false
  }

  #hold(commit: number, buffers: Uint8Array[]): void {
    this.#held ??= []
    this.#held.push({ commit, buffers })
    this.#context.turn.wait(this)
  }

  #write(buffers: Uint8Array[]): void {
    for (const { length } of buffers) this.#context.counters.bytesSent += length
    this.#transport.write(buffers)
  }

  #join(): void {
    if (this.#hasJoined) return
    this.#hasJoined = true
    this.#context.turn.join(this)
  }

  #copied(bytes: Buffer): number {
    const at = this.#outbox.reserve(bytes.length)
    this.#outbox.slab.set(bytes, at)
    return at
  }

  /** `undefined` when the packet is too large for the receiver [MQTT-3.1.2-24], or its topic too long for any. */
  #encoded(message: Message, options: DeliveryOptions, hasPacketId: boolean): EncodedPublish | undefined {
    const { maxPacketSize } = this.#options
    const topic = this.#topicOf(message)
    if (isTooLong(topic)) return undefined
    const encoded = this.#isPlain(options)
      ? message.encoded(this.isV5, hasPacketId, this.#context.now)
      : this.#encodedForOne(message, topic, options, hasPacketId)
    return maxPacketSize > 0 && encoded.bytes.length > maxPacketSize ? undefined : encoded
  }

  #isPlain({ subscriptionIdentifiers }: DeliveryOptions): boolean {
    return (
      this.#aliases === undefined &&
      this.#options.outgoingTopic === undefined &&
      (subscriptionIdentifiers === undefined || !this.isV5)
    )
  }

  #topicOf({ topic }: Message): string {
    return this.#options.outgoingTopic?.(topic) ?? topic
  }

  #encodedForOne(
    message: Message,
    topic: string,
    options: DeliveryOptions,
    hasPacketId: boolean,
  ): EncodedPublish {
    const { subscriptionIdentifiers } = options
    const plain = {
      isV5: this.isV5,
      hasPacketId,
      now: this.#context.now,
      topic,
      ...(subscriptionIdentifiers === undefined ? {} : { subscriptionIdentifiers }),
    }
    if (this.#aliases === undefined) return message.encode(plain)
    return this.#aliases.encode(message, plain, this.#options.maxPacketSize)
  }

  #countSent(message: Message, options: DeliveryOptions, packetId: number): void {
    const { counters, watcher } = this.#context
    this.publishedCount++
    counters.publishSent++
    counters.packetsSent++
    counters.publishBytesSent += message.payload.length
    watcher?.published(this.#options.clientId, message, options, packetId)
  }
}

/** A mount point, or the prefix of a bridge, may have made it longer than what a packet can hold. */
function isTooLong(topic: string): boolean {
  return topic.length > MAX_TOPIC_BYTES / 3 && Buffer.byteLength(topic) > MAX_TOPIC_BYTES
}
