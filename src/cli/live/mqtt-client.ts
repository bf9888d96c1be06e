/** A small MQTT client for tests on running brokers: it connects, subscribes, publishes, and waits for every answer. */

import type { Duplex } from 'node:stream'
import { FrameReader } from '../../broker/connection/frame-reader.ts'
import { decode } from '../../broker/packet/decode.ts'
import { encode } from '../../broker/packet/encode.ts'
import type { Connect, Packet, ProtocolVersion, Publish, Qos } from '../../broker/packet/packet.ts'
import { Failure } from '../../diagnostics/failure.ts'

export interface ClientIdentity {
  readonly version: ProtocolVersion
  readonly clientId: string
  readonly username?: string
  readonly password?: string
}

export type OnMessage = (topic: string, payload: string) => void

/** The broker does not let the client in. */
export class LoginRefused extends Failure {}

const PATIENCE_MS = 10_000
const KEEP_ALIVE_SECONDS = 60

interface Waiting {
  readonly resolve: (packet: Packet) => void
  readonly reject: (error: Error) => void
}

export class MqttClient {
  readonly #stream: Duplex
  readonly #version: ProtocolVersion
  readonly #onMessage: OnMessage
  /** By what the answer is: its type, and its packet identifier where it has one. */
  readonly #waiting = new Map<string, Waiting>()
  #packetId = 0
  #problem: Failure | undefined

  private constructor(stream: Duplex, version: ProtocolVersion, onMessage: OnMessage) {
    this.#stream = stream
    this.#version = version
    this.#onMessage = onMessage
    const reader = new FrameReader(
      {
        onFrame: (buffer, start, body, end) => {
          this.#handle(decode(version, buffer, start, body, end))
          return true
        },
        onBrokenFrame: () => this.#fail('what comes is not MQTT'),
      },
      0,
    )
    stream.on('data', (chunk: Buffer) => reader.read(chunk))
    stream.on('error', (error) => this.#fail(error.message))
    stream.on('close', () => this.#fail('the broker ended the connection'))
  }

  /**
   * Over a connection that stands.
   *
   * @throws LoginRefused when the broker says no, Failure when it says nothing.
   */
  static async connect(stream: Duplex, identity: ClientIdentity, onMessage: OnMessage): Promise<MqttClient> {
    const { version, clientId, username, password } = identity
    const client = new MqttClient(stream, version, onMessage)
    const connect: Connect = {
      ...{ type: 'connect', version, isBridge: false, cleanStart: true, clientId },
      keepAliveSeconds: KEEP_ALIVE_SECONDS,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password: Buffer.from(password) }),
    }
    const answer = await client.#ask(connect, 'connack')
    if (answer.type === 'connack' && answer.reasonCode === 0) return client
    const code = 'reasonCode' in answer ? answer.reasonCode : 0
    client.end()
    throw new LoginRefused(`the broker does not let it in (reason code ${code})`)
  }

  /** True where the broker grants all of the filters. */
  async subscribe(filters: readonly string[], qos: Qos): Promise<boolean> {
    const packetId = this.#nextId()
    const options = { qos, noLocal: false, retainAsPublished: false, retainHandling: 2 } as const
    const subscriptions = filters.map((filter) => ({ filter, ...options }))
    const answer = await this.#ask({ type: 'subscribe', packetId, subscriptions }, `suback ${packetId}`)
    return answer.type === 'suback' && answer.reasonCodes.every((code) => code < 0x80)
  }

  /** When it resolves, the broker has done with the message whatever it did. */
  async publish(topic: string, payload: string, qos: 0 | 1): Promise<void> {
    const packetId = qos === 0 ? 0 : this.#nextId()
    const packet = { type: 'publish', duplicate: false, qos, retain: false, topic, packetId } as const
    if (qos === 1) await this.#ask({ ...packet, payload: Buffer.from(payload) }, `puback ${packetId}`)
    else this.#send({ ...packet, payload: Buffer.from(payload) })
    await this.ping()
  }

  /** What was on its way here has come when it resolves. */
  async ping(): Promise<void> {
    await this.#ask({ type: 'pingreq' }, 'pingresp')
  }

  end(): void {
    this.#problem ??= new Failure('the connection was ended')
    if (this.#stream.writable) this.#stream.end(encode(this.#version, { type: 'disconnect', reasonCode: 0 }))
    this.#stream.destroy()
  }

  #nextId(): number {
    this.#packetId = (this.#packetId % 0xffff) + 1
    return this.#packetId
  }

  #send(packet: Packet): void {
    this.#stream.write(encode(this.#version, packet))
  }

  #ask(packet: Packet, answer: string): Promise<Packet> {
    return new Promise<Packet>((resolve, reject) => {
      if (this.#problem !== undefined) return reject(this.#problem)
      const late = setTimeout(() => reject(new Failure('the broker does not answer')), PATIENCE_MS)
      const settle = () => {
        clearTimeout(late)
        this.#waiting.delete(answer)
      }
      this.#waiting.set(answer, {
        resolve: (packet) => {
          settle()
          resolve(packet)
        },
        reject: (error) => {
          settle()
          reject(error)
        },
      })
      this.#send(packet)
    })
  }

  #handle(packet: ReturnType<typeof decode>): void {
    switch (packet.type) {
      case 'malformed':
        this.#fail(packet.message)
        break
      case 'disconnect':
        this.#fail(`the broker ended the connection with reason code ${packet.reasonCode}`)
        break
      case 'publish':
        this.#receive(packet)
        break
      default: {
        const key = 'packetId' in packet ? `${packet.type} ${packet.packetId}` : packet.type
        this.#waiting.get(key)?.resolve(packet)
      }
    }
  }

  /** Subscriptions are for QoS 1 at most. */
  #receive({ topic, payload, qos, packetId }: Publish): void {
    this.#onMessage(topic, Buffer.from(payload).toString())
    if (qos === 1) this.#send({ type: 'puback', packetId, reasonCode: 0 })
  }

  #fail(problem: string): void {
    this.#problem ??= new Failure(problem)
    for (const waiting of [...this.#waiting.values()]) waiting.reject(this.#problem)
    this.#stream.destroy()
  }
}
