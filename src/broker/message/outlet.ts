/** Where a session's messages leave the broker: the connection of a client, or of a bridge. */

import type { Qos } from '../packet/packet.ts'
import type { Message } from './message.ts'

/** How one message goes to one receiver. */
export interface DeliveryOptions {
  readonly qos: Qos
  readonly retain: boolean
  readonly subscriptionIdentifiers: readonly number[] | undefined
}

/** A message with QoS 1 or 2 on its way to one receiver. */
export interface Delivery extends DeliveryOptions {
  readonly message: Message
  /** Order within the session: counts up. */
  readonly sequence: number
  /** 0 while it waits in the queue. */
  packetId: number
  /** `released`: PUBREC has come, PUBCOMP is awaited (QoS 2). */
  state: 'queued' | 'published' | 'released'
}

export interface Outlet {
  readonly isV5: boolean
  /** True when frames of a publisher may be passed on as they are: no limits, aliases or prefixes of its own. */
  readonly takesFrames: boolean
  /**
   * Passes on `count` whole PUBLISH frames with QoS 0 of the receiver's own protocol version, which must not change.
   * Drops them when the receiver reads too slowly.
   */
  sendFrames(frames: Buffer, count: number, payloadBytes: number): void
  /** Sends a message with QoS 0, or drops it when the receiver reads too slowly. */
  send(message: Message, options: DeliveryOptions): void
  /** Sends (again, with DUP) a message with QoS 1 or 2; false when it is too large for the receiver: drop it. */
  sendDelivery(delivery: Delivery, duplicate: boolean): boolean
  sendRelease(packetId: number): void
  /** False while so much waits for the receiver that messages with QoS 1 and 2 are better kept in the queue. */
  readonly hasRoom: boolean
  /** What was sent in this turn may leave only when the store has committed it. */
  awaitCommit(): void
  /** Ends the connection: another one continues the session [MQTT-3.1.4-3]. */
  displace(): void
}
