/** One network connection of a bridge, from CONNECT to its end: the client's side of MQTT. */

import { ConnectionOutlet } from '../connection/connection-outlet.ts'
import { type FrameHandler, FrameReader } from '../connection/frame-reader.ts'
import { handleAcknowledgement } from '../connection/handle-acknowledgement.ts'
import { IncomingAliases } from '../connection/incoming-aliases.ts'
import type { Hub } from '../hub/hub.ts'
import type { Message } from '../message/message.ts'
import { decode } from '../packet/decode.ts'
import type { Connack, Connect, Packet, ProtocolVersion, Publish } from '../packet/packet.ts'
import { REASON } from '../packet/reason-code.ts'
import type { Session } from '../session/session.ts'
import type { Transport, TransportListener } from '../transport/transport.ts'

/** Where the search for an identifier of the notification begins: far from those of messages, which count up from 1. */
const LAST_PACKET_ID = 65_535

export interface BridgeConnectionParts {
  readonly hub: Hub
  readonly session: Session
  readonly connect: Connect
  readonly toRemote: (topic: string) => string
  readonly maxPacketSize: number
  readonly maxTopicAlias: number
  /** CONNACK with success has come. */
  readonly onAccepted: (outlet: ConnectionOutlet, connack: Connack) => void
  readonly onRefused: (connack: Connack) => void
  readonly onPublish: (packet: Publish, topic: string) => void
  /** Once, last; why, as a sentence without capital and full stop. */
  readonly onEnded: (problem: string) => void
}

export class BridgeConnection implements TransportListener, FrameHandler {
  readonly version: ProtocolVersion
  readonly #parts: BridgeConnectionParts
  readonly #reader: FrameReader
  readonly #aliases: IncomingAliases
  #transport: Transport | undefined = undefined
  #outlet: ConnectionOutlet | undefined = undefined
  #isEnded = false
  /** Of the notification, until its PUBACK has come. */
  #ownPacketId = 0
  #sentAt: number
  /** Of the hub's clock: when the PINGREQ was sent that has no answer yet. */
  #pingedAt: number | undefined = undefined

  constructor(parts: BridgeConnectionParts) {
    this.#parts = parts
    this.version = parts.connect.version
    this.#reader = new FrameReader(this, parts.maxPacketSize)
    this.#aliases = new IncomingAliases(parts.maxTopicAlias)
    this.#sentAt = parts.hub.clock.seconds
  }

  /** The transport is open: introduces the bridge. */
  onOpen(transport: Transport): void {
    const { hub, connect } = this.#parts
    this.#transport = transport
    this.#outlet = this.#newOutlet(transport, undefined)
    this.#outlet.sendPacket(connect)
    this.#sentAt = hub.clock.seconds
  }

  onData(chunk: Buffer): void {
    this.#parts.hub.counters.bytesReceived += chunk.length
    this.#reader.read(chunk)
  }

  onDrained(): void {
    if (this.#transport?.backlogBytes !== 0) return
    this.#outlet?.caughtUp()
    this.#parts.session.goOn()
  }

  onClosed(error?: string): void {
    this.#finish(error ?? 'the other broker closed the connection')
  }

  onFrame(buffer: Buffer, start: number, body: number, end: number): boolean {
    this.#parts.hub.counters.packetsReceived++
    this.#handle(decode(this.version, buffer, start, body, end))
    return !this.#isEnded
  }

  onBrokenFrame(problem: 'malformed-length' | 'too-large'): void {
    this.end(
      problem === 'too-large' ? 'a packet was larger than bridge_max_packet_size' : 'a packet was malformed',
    )
  }

  /** To be called about once a second. */
  checkKeepAlive(): void {
    const { hub, connect } = this.#parts
    const now = hub.clock.seconds
    if (this.#pingedAt !== undefined && now - this.#pingedAt > connect.keepAliveSeconds) {
      this.end('the other broker does not answer')
    } else if (this.#pingedAt === undefined && now - this.#sentAt >= connect.keepAliveSeconds) {
      this.#pingedAt = now
      this.#sentAt = now
      this.#outlet?.sendPacket({ type: 'pingreq' }) // [MQTT-3.1.2-20]
    }
  }

  /** Sends a message of the bridge itself, as it is: topics are not renamed. Its PUBACK is of no interest. */
  publish({ topic, payload, qos, retain }: Message): void {
    const packetId = qos === 0 ? 0 : this.#freePacketId()
    this.#ownPacketId = packetId
    this.#outlet?.sendPacket({ type: 'publish', duplicate: false, qos, retain, topic, packetId, payload })
  }

  #freePacketId(): number {
    let packetId = LAST_PACKET_ID
    while (this.#parts.session.outgoing.qosOf(packetId) !== undefined) packetId--
    return packetId
  }

  /** Says goodbye if that is possible. */
  end(problem: string): void {
    if (this.#isEnded) return
    this.#outlet?.sendPacket({ type: 'disconnect', reasonCode: REASON.success })
    this.#outlet?.flush()
    this.#transport?.end()
    this.#finish(problem)
  }

  #finish(problem: string): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#outlet?.close()
    this.#parts.onEnded(problem)
  }

  #newOutlet(transport: Transport, connack: Connack | undefined): ConnectionOutlet {
    const { hub, connect, toRemote } = this.#parts
    const properties = connack?.properties
    const options = {
      clientId: connect.clientId,
      version: connect.version,
      maxPacketSize: properties?.maximumPacketSize ?? 0,
      topicAliasMaximum: properties?.topicAliasMaximum ?? 0,
      outgoingTopic: toRemote,
      mayTakeFrames: false,
    }
    return new ConnectionOutlet(transport, options, hub.outlets, () => this.end('its session was taken over'))
  }

  #handle(packet: ReturnType<typeof decode>): void {
    switch (packet.type) {
      case 'connack':
        this.#handleConnack(packet)
        return
      case 'publish':
        this.#handlePublish(packet)
        return
      case 'puback':
      case 'pubrec':
      case 'pubrel':
      case 'pubcomp':
        this.#handleAcknowledgement(packet)
        return
      case 'pingresp':
        this.#pingedAt = undefined
        return
      case 'malformed':
        this.end(packet.message)
        return
      case 'disconnect':
        this.end(`the other broker ended the connection with reason code ${packet.reasonCode}`)
        return
      default:
        if (packet.type === 'suback') this.#checkSuback(packet.reasonCodes)
    }
  }

  #checkSuback(reasonCodes: readonly number[]): void {
    if (reasonCodes.some((code) => code >= 0x80))
      this.#parts.hub.log.write(
        'warning',
        `Bridge ${this.#parts.connect.clientId}: the other broker refused a subscription.`,
      )
  }

  #handleConnack(connack: Connack): void {
    const { onAccepted, onRefused } = this.#parts
    if (this.#transport === undefined) return
    if (connack.reasonCode !== REASON.success) {
      onRefused(connack)
      this.end(`the other broker refused the connection with code ${connack.reasonCode}`)
      return
    }
    this.#outlet?.flush()
    this.#outlet = this.#newOutlet(this.#transport, connack)
    onAccepted(this.#outlet, connack)
  }

  #handlePublish(packet: Publish): void {
    const { session, hub } = this.#parts
    const found = this.#aliases.resolve(packet.topic, packet.properties?.topicAlias)
    if ('problem' in found || this.#outlet === undefined) {
      this.end('the other broker used an unknown topic alias')
      return
    }
    const { qos, packetId } = packet
    const noted = hub.noted
    if (qos !== 2 || session.receive(packetId)) this.#parts.onPublish(packet, found.topic)
    if (qos === 0) return
    if (hub.noted !== noted) this.#outlet.awaitCommit()
    this.#outlet.acknowledge(qos === 1 ? 'puback' : 'pubrec', packetId)
  }

  #handleAcknowledgement(
    packet: Extract<Packet, { type: 'puback' | 'pubrec' | 'pubrel' | 'pubcomp' }>,
  ): void {
    const { session, hub } = this.#parts
    if (this.#outlet === undefined) return
    if (packet.type === 'puback' && packet.packetId === this.#ownPacketId) {
      this.#ownPacketId = 0
      return
    }
    const link = { session, hub, outlet: this.#outlet, version: this.version }
    handleAcknowledgement(link, packet.type, packet.packetId, packet.reasonCode)
  }
}
