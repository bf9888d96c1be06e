/** A connected client as the handlers of its packets see it. */

import type { ListenerConfig } from '../config/broker-config.ts'
import type { Hub } from '../hub/hub.ts'
import type { MessageSource } from '../message/message.ts'
import type { ProtocolVersion } from '../packet/packet.ts'
import type { Session } from '../session/session.ts'
import type { ConnectionOutlet } from './connection-outlet.ts'
import type { IncomingAliases } from './incoming-aliases.ts'
import type { PublishTopics } from './publish-topics.ts'

export interface ClientLink {
  readonly hub: Hub
  readonly listener: ListenerConfig
  readonly version: ProtocolVersion
  /** A bridge of Mosquitto with `try_private`: its subscriptions are no local and retain as published. */
  readonly isBridge: boolean
  readonly session: Session
  readonly outlet: ConnectionOutlet
  readonly source: MessageSource
  readonly topics: PublishTopics
  readonly aliases: IncomingAliases
  /**
   * Ends the connection for what the client did: with DISCONNECT and `reasonCode` in 5.0, without a word in 3.x.
   * `problem` goes to the log.
   */
  refuse(reasonCode: number, problem: string): void
  /** Ends the connection as the client wished. */
  leave(publishWill: boolean): void
}
