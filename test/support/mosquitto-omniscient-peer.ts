/**
 * The far end of a bridge that a broker under test is given: it sees every message and can send any.
 *
 * Why a bridge: mosquitto checks no access on a bridge's own broker (`mosquitto_acl_check`: a context with a bridge is
 * allowed), whatever decides for others: acl_file, per-listener files, plugins. So the tested files stay unchanged, no
 * listener or user is added, and no decision about anybody else is touched. One `connection` block at the end of the
 * configuration is all; this peer plays the remote broker.
 */

import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import {
  decodePublish,
  encodePacket,
  encodePublish,
  PacketType,
  splitPackets,
  uint16,
  type WirePacket,
} from './mosquitto-wire.ts'

export interface SeenMessage {
  readonly topic: string
  readonly payload: string
}

export interface OmniscientPeer {
  /** Lines that make a broker connect to this peer; `trees` are filters that `#` does not cover, such as `$foo/#`. */
  bridgeBlock(trees?: readonly string[]): string
  /** Resolves when the broker's bridge is up and has subscribed. */
  attached(): Promise<void>
  /** Publishes on the broker under test, past all its access rules. */
  inject(topic: string, payload: string): void
  /**
   * Resolves when the broker has routed all that was injected before, and has sent to this peer all that it had routed
   * by then: both are in order on the one connection, and the acknowledgement of a last message comes after them.
   */
  flush(): Promise<void>
  /** Calls `listener` for each message that arrives; returns a function that ends that. */
  watch(listener: (message: SeenMessage) => void): () => void
  close(): Promise<void>
}

/** Published by {@link OmniscientPeer.flush}. */
const FLUSH_TOPIC = 'mqttopia-probe/flush'

export async function startOmniscientPeer(): Promise<OmniscientPeer> {
  const watchers = new Set<(message: SeenMessage) => void>()
  const flushes = new Map<number, () => void>()
  let bridge: Socket | undefined
  let nextId = 0
  let announceAttached: () => void = () => {}
  const attached = new Promise<void>((resolve) => (announceAttached = resolve))
  const send = (packet: Buffer) => {
    if (bridge === undefined) throw new Error('the broker under test is not attached')
    bridge.write(packet)
  }

  const handle = (packet: WirePacket) => {
    if (packet.type === PacketType.publish) {
      const message = decodePublish(packet)
      for (const watcher of watchers) watcher(message)
    } else if (packet.type === PacketType.puback) {
      flushes.get(packet.body.readUInt16BE(0))?.()
    } else {
      const answer = answerTo(packet)
      if (answer !== undefined) send(answer)
      if (packet.type === PacketType.subscribe) announceAttached()
    }
  }

  const server = createServer((socket) => {
    bridge = socket
    readPackets(socket, handle)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server)

  return {
    bridgeBlock: (trees = []) => bridgeBlock(port, trees),
    attached: () => attached,
    inject: (topic, payload) => send(encodePublish(topic, payload)),
    flush: () =>
      new Promise((resolve) => {
        nextId = (nextId % 65_535) + 1
        flushes.set(nextId, resolve)
        send(encodePublish(FLUSH_TOPIC, '', nextId))
      }),
    watch(listener) {
      watchers.add(listener)
      return () => watchers.delete(listener)
    },
    async close() {
      bridge?.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function readPackets(socket: Socket, handle: (packet: WirePacket) => void): void {
  let rest: Buffer = Buffer.alloc(0)
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.on('data', (data: Buffer) => {
    const read = splitPackets(Buffer.concat([rest, data]))
    rest = read.rest
    for (const packet of read.packets) handle(packet)
  })
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** A remote broker that takes everything: what it answers to a packet that asks for an answer. */
function answerTo({ type, body }: WirePacket): Buffer | undefined {
  const id = body.subarray(0, 2)
  if (type === PacketType.connect) return encodePacket(PacketType.connack, 0, uint16(0))
  if (type === PacketType.subscribe) return encodePacket(PacketType.suback, 0, id, Uint8Array.of(0))
  if (type === PacketType.unsubscribe) return encodePacket(PacketType.unsuback, 0, id)
  if (type === PacketType.pingreq) return encodePacket(PacketType.pingresp, 0)
  return undefined
}

/** `both`, so that what is injected counts as expected; the last topic of direction `in` is the one whose SUBSCRIBE says "up". */
function bridgeBlock(port: number, trees: readonly string[]): string {
  const topics = [...trees.map((tree) => `topic ${tree} out 0`), 'topic # both 0']
  return `${[
    'connection mqttopia-probe',
    `address 127.0.0.1:${port}`,
    'cleansession true',
    'notifications false',
    'bridge_attempt_unsubscribe false',
    'restart_timeout 1',
    ...topics,
  ].join('\n')}\n`
}
