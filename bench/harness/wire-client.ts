/** A client that does exactly what it is told: no keep-alive, no acknowledgements, no second try of its own. */

import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectPacket, type Greeting, packetType, type WirePacket } from './wire-packets.ts'

export interface WireClient {
  readonly sessionPresent: boolean
  readonly open: () => boolean
  readonly send: (bytes: Buffer) => void
  /** Drops the connection without a word. */
  readonly drop: () => void
}

export interface ClientOptions extends Greeting {
  readonly port: number
  readonly onPacket?: (packet: WirePacket, send: (bytes: Buffer) => void) => void
  /** Called once, and only for a connection that had been accepted. */
  readonly onClosed?: () => void
}

/** Cuts `bytes` into packets, and tells what is left. */
function cutPackets(bytes: Buffer, take: (packet: WirePacket) => void): Buffer {
  let at = 0
  for (;;) {
    let size = 0
    let header = 1
    do {
      const byte = bytes[at + header]
      if (byte === undefined) return bytes.subarray(at)
      size += (byte & 127) * 128 ** (header - 1)
      header += 1
      if (byte < 128) break
    } while (header < 5)
    if (bytes.length < at + header + size) return bytes.subarray(at)
    const first = bytes[at] ?? 0
    take({ type: first >> 4, flags: first & 15, body: bytes.subarray(at + header, at + header + size) })
    at += header + size
  }
}

/** Connects once. Throws when there is no broker or it refuses. */
export async function openClient(options: ClientOptions): Promise<WireClient> {
  const socket: Socket = connect({ port: options.port, host: '127.0.0.1', noDelay: true })
  socket.on('error', () => undefined)
  const send = (bytes: Buffer) => {
    if (!socket.destroyed) socket.write(bytes)
  }
  let welcomed = false
  const welcome = new Promise<Buffer>((resolve, reject) => {
    let left = Buffer.alloc(0)
    const take = (packet: WirePacket) => {
      if (packet.type === packetType.connack) resolve(packet.body)
      else options.onPacket?.(packet, send)
    }
    socket.on('data', (chunk: Buffer) => {
      left = Buffer.from(cutPackets(left.length > 0 ? Buffer.concat([left, chunk]) : chunk, take))
    })
    socket.on('close', () => {
      reject(new Error('the connection was closed'))
      if (welcomed) options.onClosed?.()
    })
  })
  socket.write(connectPacket(options))
  const body = await welcome
  if (body[1] !== 0) throw new Error(`refused with ${body[1]}`)
  welcomed = true
  return {
    sessionPresent: ((body[0] ?? 0) & 1) === 1,
    open: () => !socket.destroyed,
    send,
    drop: () => socket.destroy(),
  }
}

/** Connects, again and again while nobody listens. */
export async function reopenClient(options: ClientOptions, seconds = 60): Promise<WireClient> {
  const end = performance.now() + seconds * 1_000
  for (;;) {
    try {
      return await openClient(options)
    } catch (error) {
      if (performance.now() > end) throw error
      await sleep(10)
    }
  }
}
