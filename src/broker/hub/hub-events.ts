/** What happens in a broker, for those who watch it: logs, the status view. */

import type { Message } from '../message/message.ts'
import type { DeliveryOptions } from '../message/outlet.ts'
import type { Connect, Packet, Publish } from '../packet/packet.ts'
import type { Subscription } from '../routing/subscription.ts'
import type { Refusal } from '../security/verdict.ts'
import type { Session } from '../session/session.ts'

/** Where a client comes from. */
export interface ClientAddress {
  readonly address: string
  readonly port: number
  /** Name of the listener. */
  readonly listener: string
}

/** Why and how a connection was ended. */
export type Ending =
  | { readonly by: 'disconnect' }
  | { readonly by: 'peer'; readonly error?: string }
  | { readonly by: 'timeout' }
  | { readonly by: 'take-over' }
  | { readonly by: 'shutdown' }
  | { readonly by: 'reload' }
  /** `reasonCode` of 5.0, or in place of CONNACK a return code of 3.x; then `claimed`: who the client says it is. */
  | {
      readonly by: 'refusal'
      readonly reasonCode: number
      readonly problem: string
      readonly claimed?: Pick<Connect, 'clientId' | 'username'>
    }

export interface HubEvents {
  opened(from: ClientAddress): void
  /** A connection ended before CONNECT was answered with success. */
  unconnected(from: ClientAddress, ending: Ending): void
  connected(from: ClientAddress, session: Session, connect: Connect): void
  refusedConnect(from: ClientAddress, connect: Connect, refusal: Refusal): void
  closed(session: Session, from: ClientAddress, ending: Ending): void
  /** A publication or a will that its sender may not make. */
  denied(
    session: Session,
    topic: string,
    packet: Pick<Publish, 'qos' | 'retain' | 'payload' | 'packetId' | 'duplicate'>,
  ): void
  /** A publication beyond `message_size_limit`: acknowledged, and dropped. */
  tooLarge(clientId: string, topic: string, packet: Publish): void
  /** The first of a series of messages that a client's full queue does not take. */
  dropping(clientId: string): void
  expired(session: Session): void
  /** `undefined`: it can be written again. */
  storeChanged(problem: Error | undefined): void
  subscribed(clientId: string, subscription: Subscription): void
  unsubscribed(clientId: string, filter: string): void
  /** The following are asked for only while {@link isVerbose}. */
  received(clientId: string, packet: Packet, topic?: string): void
  sent(clientId: string, packet: Packet): void
  published(clientId: string, message: Message, options: DeliveryOptions, packetId: number): void
  /** True when somebody wants to hear of each packet. */
  readonly isVerbose: boolean
}
