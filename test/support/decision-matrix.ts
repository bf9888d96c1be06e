/**
 * Asks a running broker about many users and topics at once: every user publishes on every topic, and everybody is
 * subscribed to everything all the time, so one message a topic says who receives it. Every verdict rests on what arrived,
 * or did not arrive before the answer to a ping or a flush that was sent behind it. {@link decideOnBroker} asks one by one,
 * and looks at reason codes too.
 */

import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { ObservedBroker } from './mosquitto-probe.ts'
import {
  decodePublish,
  encodePacket,
  encodePublish,
  PacketType,
  splitPackets,
  uint16,
  type WirePacket,
} from './mosquitto-wire.ts'

/** What one client may do, in the order of the topics that were asked about. */
export interface MatrixRow {
  readonly publish: readonly boolean[]
  readonly subscribe: readonly boolean[]
}

export interface MatrixUser {
  readonly port: number
  readonly clientId: string
  /** `undefined`: none. */
  readonly username: string | undefined
}

/** Messages on their way to one client at a time; mosquitto drops above max_queued_messages (1000). */
const WINDOW = 150

export class MatrixClient {
  readonly #socket: Socket
  readonly #waiting: (() => void)[] = []
  #watch: (topic: string, payload: string) => void = () => {}
  #rest: Buffer = Buffer.alloc(0)
  #failed: (cause: Error) => void = () => {}

  constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#failed(new Error('the broker closed the connection of a matrix client')))
    socket.on('data', (data: Buffer) => {
      const read = splitPackets(this.#rest.length > 0 ? Buffer.concat([this.#rest, data]) : data)
      this.#rest = read.rest
      for (const packet of read.packets) this.#take(packet)
    })
  }

  /** @param filters what it is subscribed to; they do not overlap */
  async open({ clientId, username }: MatrixUser, filters: readonly string[]): Promise<void> {
    await this.#answered(connectPacket(clientId, username))
    const asked = filters.map((filter) => Buffer.concat([text(filter), Uint8Array.of(0)]))
    await this.#answered(encodePacket(PacketType.subscribe, 2, uint16(1), ...asked))
  }

  publish(topics: readonly string[], payload: string): Promise<void> {
    this.#socket.cork()
    for (const topic of topics) this.#socket.write(encodePublish(topic, payload))
    process.nextTick(() => this.#socket.uncork())
    return this.roundTrip()
  }

  /** All that the broker had for it before has arrived, and the broker has taken all that it sent. */
  roundTrip(): Promise<void> {
    return this.#answered(encodePacket(PacketType.pingreq, 0))
  }

  watch(listener: (topic: string, payload: string) => void): void {
    this.#watch = listener
  }

  close(): void {
    this.#failed = () => {}
    this.#socket.destroy()
  }

  #take(packet: WirePacket): void {
    if (packet.type === PacketType.publish) {
      const { topic, payload } = decodePublish(packet)
      this.#watch(topic, payload)
    } else this.#waiting.shift()?.()
  }

  #answered(question: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#failed = reject
      this.#waiting.push(resolve)
      this.#socket.write(question)
    })
  }
}

export async function connectMatrixClient(
  user: MatrixUser,
  filters: readonly string[],
): Promise<MatrixClient> {
  const socket = connect({ port: user.port, host: '127.0.0.1' })
  const client = new MatrixClient(socket)
  await once(socket, 'connect')
  await client.open(user, filters)
  return client
}

let rounds = 0

/** A row for each client. The topics must be among what clients and peer are subscribed to. */
export async function decideMatrix(
  observed: ObservedBroker,
  clients: readonly MatrixClient[],
  topics: readonly string[],
): Promise<readonly MatrixRow[]> {
  const rows = clients.map(() => ({ publish: [] as boolean[], subscribe: [] as boolean[] }))
  for (let start = 0; start < topics.length; start += WINDOW) {
    const batch = await decideBatch(observed, clients, topics.slice(start, start + WINDOW))
    for (const [i, row] of rows.entries()) {
      row.publish.push(...(batch[i]?.publish ?? []))
      row.subscribe.push(...(batch[i]?.subscribe ?? []))
    }
  }
  return rows
}

async function decideBatch(
  { peer }: ObservedBroker,
  clients: readonly MatrixClient[],
  topics: readonly string[],
): Promise<readonly MatrixRow[]> {
  rounds += 1
  const mark = `matrix ${rounds}`
  const published = clients.map(() => new Set<string>())
  const received = clients.map(() => new Set<string>())
  const unwatch = peer.watch(({ topic, payload }) => {
    if (payload.startsWith(`${mark} `)) published[Number(payload.slice(mark.length + 1))]?.add(topic)
  })
  for (const [i, client] of clients.entries()) {
    client.watch((topic, payload) => payload === mark && received[i]?.add(topic))
  }
  await Promise.all(clients.map((client, i) => client.publish(topics, `${mark} ${i}`)))
  for (const topic of topics) peer.inject(topic, mark)
  await peer.flush()
  await Promise.all(clients.map((client) => client.roundTrip()))
  unwatch()
  return clients.map((_, i) => ({
    publish: topics.map((topic) => published[i]?.has(topic) === true),
    subscribe: topics.map((topic) => received[i]?.has(topic) === true),
  }))
}

/** MQTT 3.1.1, section 3.1: clean, no keep-alive, with a password of no meaning where there is a username. */
function connectPacket(clientId: string, username: string | undefined): Buffer {
  const flags = username === undefined ? 0x02 : 0xc2
  const credentials = username === undefined ? [] : [text(username), text('x')]
  const head = [text('MQTT'), Uint8Array.of(4, flags), uint16(0)]
  return encodePacket(PacketType.connect, 0, ...head, text(clientId), ...credentials)
}

function text(value: string): Uint8Array {
  const bytes = Buffer.from(value)
  return Buffer.concat([uint16(bytes.length), bytes])
}
