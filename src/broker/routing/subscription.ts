/** Subscriptions, and those who hold them as routing sees them. */

import type { Message } from '../message/message.ts'
import type { Outlet } from '../message/outlet.ts'
import type { Qos } from '../packet/packet.ts'

export interface Subscription {
  /** Without `$share/NAME/`, with the mount point: what topics are matched with. */
  readonly filter: string
  /** As the client wrote it: what UNSUBSCRIBE names. */
  readonly requested: string
  /** Of a shared subscription. */
  readonly shareName: string | undefined
  readonly qos: Qos
  readonly noLocal: boolean
  readonly retainAsPublished: boolean
  readonly identifier: number | undefined
}

/** Whoever holds subscriptions: the session of a client or of a bridge. */
export interface Subscriber {
  readonly clientId: string
  /** While it is connected. */
  readonly outlet: Outlet | undefined
  mayRead(topic: string): boolean
  /** Takes a message that one of its subscriptions matches: sends it, queues it or drops it. */
  deliver(message: Message, subscription: Subscription): void
  /** True when messages with QoS 1 and 2 are kept for it while it is away. */
  readonly keepsMessages: boolean
}

/** One receiver of one topic. */
export interface Target {
  readonly subscriber: Subscriber
  readonly subscription: Subscription
  /** False when each packet must be made for it: subscription identifiers, or no local. */
  readonly takesFrames: boolean
}

const SHARE = '$share/'

/** The parts of a shared subscription's filter; `undefined` for others. Its shape is checked by the packet decoder [MQTT-4.8.2-1]. */
export function sharedParts(
  requested: string,
): { readonly name: string; readonly filter: string } | undefined {
  if (!requested.startsWith(SHARE)) return undefined
  const slash = requested.indexOf('/', SHARE.length)
  if (slash === -1) return undefined
  return { name: requested.slice(SHARE.length, slash), filter: requested.slice(slash + 1) }
}
