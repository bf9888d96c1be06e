/** A client whose CONNECT was accepted: takes its frames to the handlers of their packets. */

import type { ListenerConfig } from '../config/broker-config.ts'
import type { Hub } from '../hub/hub.ts'
import type { MessageSource } from '../message/message.ts'
import { decode } from '../packet/decode.ts'
import type { Acknowledgement, Connect, Farewell, Packet, ProtocolVersion } from '../packet/packet.ts'
import { PACKET_TYPE } from '../packet/packet-type.ts'
import { REASON } from '../packet/reason-code.ts'
import { type Session, sourceOf } from '../session/session.ts'
import type { ClientLink } from './client-link.ts'
import type { ConnectionOutlet } from './connection-outlet.ts'
import { handleAcknowledgement } from './handle-acknowledgement.ts'
import { keepAliveOf } from './handle-connect.ts'
import { handlePublish } from './handle-publish.ts'
import { handleSubscribe, handleUnsubscribe } from './handle-subscribe.ts'
import { IncomingAliases } from './incoming-aliases.ts'
import { PublishRuns } from './publish-runs.ts'
import { PublishTopics } from './publish-topics.ts'

/** How a client's connection is ended; see {@link ClientLink}. */
export type LinkEnder = Pick<ClientLink, 'refuse' | 'leave'>

/** The first byte of a PUBLISH with QoS 0 that is not to be retained. */
const PLAIN_PUBLISH = 0x30

export class ConnectedClient implements ClientLink {
  readonly hub: Hub
  readonly listener: ListenerConfig
  readonly version: ProtocolVersion
  readonly isBridge: boolean
  readonly session: Session
  readonly outlet: ConnectionOutlet
  readonly source: MessageSource
  readonly topics: PublishTopics
  readonly aliases: IncomingAliases
  readonly keepAliveSeconds: number
  readonly #runs: PublishRuns | undefined
  readonly #ender: LinkEnder

  constructor(
    hub: Hub,
    listener: ListenerConfig,
    connect: Connect,
    session: Session,
    outlet: ConnectionOutlet,
    ender: LinkEnder,
  ) {
    this.hub = hub
    this.listener = listener
    this.version = connect.version
    this.isBridge = connect.isBridge
    this.session = session
    this.outlet = outlet
    this.source = sourceOf(session)
    this.topics = new PublishTopics(hub.router, session, listener.mountPoint)
    this.aliases = new IncomingAliases(listener.maxTopicAlias)
    this.keepAliveSeconds = keepAliveOf(hub, connect)
    this.#ender = ender
    this.#runs = listener.mountPoint === '' ? this.#newRuns() : undefined
  }

  #newRuns(): PublishRuns {
    return new PublishRuns(this.topics, {
      isV5: this.version === 5,
      subscriber: this.session,
      source: this.source,
      counters: this.hub.counters,
      settings: this.hub.settings,
    })
  }

  handleFrame(buffer: Buffer, start: number, body: number, end: number): void {
    const first = buffer[start] ?? 0
    const runs = this.#runs
    if (runs !== undefined) {
      if (first === PLAIN_PUBLISH && !this.hub.events.isVerbose && runs.take(buffer, start, body, end)) return
      runs.flush()
    }
    if (end - body === 2 && !this.hub.events.isVerbose && this.#handleShort(first, buffer, body)) return
    // Malformed or not: the reason codes of CONNACK are none for DISCONNECT [MQTT-3.1.0-2].
    if (first >> 4 === PACKET_TYPE.connect)
      this.refuse(REASON.protocolError, 'its second CONNECT is out of place')
    else this.#handlePacket(decode(this.version, buffer, start, body, end))
  }

  /** Passes on what was taken together: to be called at the end of each read. */
  flush(): void {
    this.#runs?.flush()
  }

  refuse(reasonCode: number, problem: string): void {
    this.#ender.refuse(reasonCode, problem)
  }

  leave(publishWill: boolean): void {
    this.#ender.leave(publishWill)
  }

  /** The last packet before the broker ends the connection; 3.x has none. */
  say(reasonCode: number): void {
    if (this.version === 5) this.outlet.sendPacket({ type: 'disconnect', reasonCode })
    this.outlet.flush()
  }

  /** Acknowledgements without reason code are the most frequent packets after PUBLISH; true when it was one. */
  #handleShort(first: number, buffer: Buffer, body: number): boolean {
    const type = SHORT_TYPES[first >> 4]
    if (type === undefined || (first & 15) !== (type === 'pubrel' ? 2 : 0)) return false
    const packetId = ((buffer[body] ?? 0) << 8) | (buffer[body + 1] ?? 0)
    if (packetId === 0) return false
    handleAcknowledgement(this, type, packetId, REASON.success)
    return true
  }

  #handlePacket(packet: ReturnType<typeof decode>): void {
    if (this.hub.events.isVerbose && packet.type !== 'malformed' && packet.type !== 'publish')
      this.hub.events.received(this.session.clientId, packet)
    switch (packet.type) {
      case 'malformed':
        this.refuse(packet.reasonCode, packet.message)
        return
      case 'publish':
        handlePublish(this, packet)
        return
      case 'puback':
      case 'pubrec':
      case 'pubrel':
      case 'pubcomp':
        handleAcknowledgement(this, packet.type, packet.packetId, packet.reasonCode)
        return
      case 'subscribe':
        handleSubscribe(this, packet)
        return
      case 'unsubscribe':
        handleUnsubscribe(this, packet)
        return
      case 'pingreq':
        this.outlet.sendPacket({ type: 'pingresp' })
        return
      case 'disconnect':
        this.#handleDisconnect(packet)
        return
      default:
        this.refuse(REASON.protocolError, unexpected(packet))
    }
  }

  #handleDisconnect({ reasonCode, properties }: Farewell): void {
    const expiry = properties?.sessionExpiryInterval
    if (expiry !== undefined) {
      if (expiry > 0 && this.session.expirySeconds === 0) {
        this.refuse(REASON.protocolError, 'its DISCONNECT keeps a session that was to end') // 3.14.2.2.2
        return
      }
      this.session.expirySeconds = expiry
    }
    this.leave(reasonCode !== REASON.success)
  }
}

const SHORT_TYPES: readonly (Acknowledgement['type'] | undefined)[] = [
  undefined,
  undefined,
  undefined,
  undefined,
  'puback',
  'pubrec',
  'pubrel',
  'pubcomp',
]

/** AUTH without a method [MQTT-4.12.0-6], or what only a server sends. */
function unexpected({ type }: Packet): string {
  return `its ${type.toUpperCase()} is out of place`
}
