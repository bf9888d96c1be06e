/** A client of a broker in memory: speaks bytes, and shows what it gets as short texts (see show-packet.ts). */

import { encode } from '../../../src/broker/packet/encode.ts'
import type {
  Acknowledgement,
  Connack,
  Connect,
  Malformed,
  Packet,
  Properties,
  ProtocolVersion,
  Qos,
  SubscriptionRequest,
} from '../../../src/broker/packet/packet.ts'
import { packetLength, readFrame } from '../../../src/broker/packet/read-frame.ts'
import { decodeBytes } from '../packet/decode-bytes.ts'
import type { MemoryTransport } from './memory-transport.ts'
import { settle } from './settle.ts'
import { showPacket } from './show-packet.ts'

export type ConnectOptions = Partial<Omit<Connect, 'type' | 'clientId'>>

export interface PublishOptions {
  readonly qos?: Qos
  readonly retain?: boolean
  readonly duplicate?: boolean
  readonly packetId?: number
  readonly properties?: Properties
}

export type SubscribeOptions = Partial<Omit<SubscriptionRequest, 'filter'>> & { readonly identifier?: number }

export class TestClient {
  readonly transport: MemoryTransport
  readonly version: ProtocolVersion
  /** The answer to its CONNECT; not among what {@link read} gives. */
  connack: Connack | undefined = undefined
  #bytes: Buffer = Buffer.alloc(0)
  #packets: Packet[] = []
  #packetId = 0
  #hasShownEnd = false

  constructor(transport: MemoryTransport, version: ProtocolVersion) {
    this.transport = transport
    this.version = version
  }

  get isClosed(): boolean {
    return this.transport.isClosed
  }

  /** Sends packets in one piece. */
  send(...packets: readonly Packet[]): void {
    this.sendBytes(Buffer.concat(packets.map((packet) => encode(this.version, packet))))
  }

  sendBytes(bytes: Buffer): void {
    this.transport.take(bytes)
  }

  /** Sends a PUBLISH; returns its packet identifier. */
  publish(topic: string, payload: string | Buffer = '', options: PublishOptions = {}): number {
    const { qos = 0, retain = false, duplicate = false, properties } = options
    const packetId = options.packetId ?? (qos === 0 ? 0 : ++this.#packetId)
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
    const packet = { type: 'publish', topic, payload: bytes, qos, retain, duplicate, packetId } as const
    this.send(properties === undefined ? packet : { ...packet, properties })
    return packetId
  }

  /** Sends a SUBSCRIBE and waits until the broker has handled it. SUBACK and what follows are left to {@link read}. */
  async subscribe(filters: string | readonly string[], options: SubscribeOptions = {}): Promise<void> {
    const { qos = 0, noLocal = false, retainAsPublished = false, retainHandling = 0, identifier } = options
    const subscriptions = [filters]
      .flat()
      .map((filter) => ({ filter, qos, noLocal, retainAsPublished, retainHandling }))
    const packet = { type: 'subscribe', packetId: ++this.#packetId, subscriptions } as const
    this.send(
      identifier === undefined
        ? packet
        : { ...packet, properties: { subscriptionIdentifiers: [identifier] } },
    )
    await settle()
  }

  /** The same without its SUBACK, which must grant what was asked for. */
  async follow(filters: string | readonly string[], options: SubscribeOptions = {}): Promise<void> {
    await this.subscribe(filters, options)
    const suback = this.#take().shift()
    if (suback?.type !== 'suback') throw new Error(`no SUBACK but ${suback?.type}`)
    if (suback.reasonCodes.some((code) => code !== (options.qos ?? 0))) throw new Error('not granted')
  }

  async unsubscribe(...filters: readonly string[]): Promise<void> {
    this.send({ type: 'unsubscribe', packetId: ++this.#packetId, filters })
    await settle()
  }

  acknowledge(type: Acknowledgement['type'], packetId: number, reasonCode = 0): void {
    this.send({ type, packetId, reasonCode })
  }

  disconnect(reasonCode = 0, properties?: Properties): void {
    this.send({ type: 'disconnect', reasonCode, ...(properties === undefined ? {} : { properties }) })
  }

  /** The network fails. */
  async vanish(): Promise<void> {
    this.transport.closeFromOutside()
    await settle()
  }

  /** What has come since the last call, and `closed` once, when the connection has ended. */
  async read(): Promise<string[]> {
    await settle()
    const shown = this.#take().splice(0).map(showPacket)
    if (this.isClosed && !this.#hasShownEnd) {
      this.#hasShownEnd = true
      shown.push('closed')
    }
    return shown
  }

  /** What has come since the last call, as it is. */
  async packets(): Promise<Packet[]> {
    await settle()
    return this.#take().splice(0)
  }

  /** Payloads of the PUBLISH packets that have come since the last call. */
  async payloads(): Promise<string[]> {
    const packets = await this.packets()
    return packets.flatMap((packet) =>
      packet.type === 'publish' ? Buffer.from(packet.payload).toString() : [],
    )
  }

  /** The answer to CONNECT, if it has come. */
  async readConnack(): Promise<void> {
    await settle()
    if (this.#take()[0]?.type === 'connack') this.connack = this.#take().shift() as Connack
  }

  #take(): Packet[] {
    this.#bytes = Buffer.concat([this.#bytes, this.transport.drain()])
    for (let frame = readFrame(this.#bytes, 0, this.#bytes.length); frame > 0; ) {
      const length = packetLength(frame)
      if (length > this.#bytes.length) break
      this.#packets.push(whole(decodeBytes(this.version, this.#bytes.subarray(0, length))))
      this.#bytes = this.#bytes.subarray(length)
      frame = readFrame(this.#bytes, 0, this.#bytes.length)
    }
    return this.#packets
  }
}

function whole(packet: Packet | Malformed): Packet {
  if (packet.type === 'malformed') throw new Error(`the broker sent what is malformed: ${packet.message}`)
  return packet
}
