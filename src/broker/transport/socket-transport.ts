/** A TCP, TLS or Unix socket as a transport. Handlers are shared: an idle connection costs no closures and no buffers. */

import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { closeReason } from './close-reason.ts'
import type { PeerIdentity, Transport, TransportListener } from './transport.ts'

/** Milliseconds that a peer has to take the last bytes and to close its side. */
export const LINGER_MS = 5000

const TRANSPORT = Symbol('transport')

interface CarriedSocket extends Socket {
  [TRANSPORT]?: SocketTransport
}

/** Who is at the other end: as the socket says, or a proxy in front of it. */
export interface SocketPeer {
  readonly address: string
  readonly port: number
  readonly identity: PeerIdentity
}

export const NOBODY: PeerIdentity = Object.freeze({})

/** Counts the transports that are open. */
export interface TransportCount {
  connections: number
}

export class SocketTransport implements Transport {
  readonly remoteAddress: string
  readonly remotePort: number
  readonly peer: PeerIdentity
  readonly #socket: CarriedSocket
  readonly #count: TransportCount | undefined
  #listener: TransportListener | undefined = undefined
  #linger: NodeJS.Timeout | undefined = undefined
  #error: string | undefined = undefined
  #isEnding = false

  /** `count`: goes up now, and down when the socket is closed. */
  constructor(socket: Socket, { address, port, identity }: SocketPeer, count?: TransportCount) {
    this.#socket = socket
    this.#count = count
    this.remoteAddress = address
    this.remotePort = port
    this.peer = identity
    if (count !== undefined) count.connections++
  }

  /** Starts to read, and to tell `listener`; to be called in the turn that made the transport. */
  start(listener: TransportListener): void {
    const socket = this.#socket
    this.#listener = listener
    socket[TRANSPORT] = this
    socket.on('error', onError)
    socket.on('close', onClose)
    socket.on('drain', onDrain)
    socket.on('end', onEnd)
    socket.on('data', onData)
  }

  /** One system call: gathered, not copied, which is cheaper from a few hundred bytes on. */
  write(buffers: readonly Uint8Array[]): void {
    const socket = this.#socket
    if (this.#isEnding || socket.destroyed) return
    const [first] = buffers
    if (first !== undefined && buffers.length === 1) {
      socket.write(first)
      return
    }
    socket.cork()
    for (const buffer of buffers) socket.write(buffer)
    socket.uncork()
  }

  get backlogBytes(): number {
    return this.#socket.writableLength
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  /** Goes on reading, for nobody: bytes that nobody reads would reset the connection before the last ones arrive. */
  end(): void {
    const socket = this.#socket
    if (this.#isEnding || socket.destroyed) return
    this.#isEnding = true
    socket.resume()
    socket.end()
    this.#linger = setTimeout(destroySocket, LINGER_MS, socket)
  }

  /** Three system calls and a timer less than {@link end}, except for TLS, which says goodbye too (RFC 8446 6.1). */
  leave(): void {
    const socket = this.#socket
    if (socket.writableLength > 0 || socket instanceof TLSSocket) this.end()
    else socket.destroy()
  }

  destroy(): void {
    this.#socket.destroy()
  }

  /** Of the socket, as all that follow. */
  handleData(chunk: Buffer): void {
    if (!this.#isEnding) this.#listener?.onData(chunk)
  }

  handleDrain(): void {
    if (!this.#isEnding) this.#listener?.onDrained()
  }

  /** The peer has closed its side: when nothing waits for it, this is all. */
  handleEnd(): void {
    if (this.#isEnding || this.#socket.writableLength > 0) this.end()
    else this.#socket.destroy()
  }

  handleError(error: Error): void {
    this.#error ??= closeReason(error)
  }

  handleClose(): void {
    clearTimeout(this.#linger)
    const listener = this.#listener
    this.#listener = undefined
    if (this.#count !== undefined) this.#count.connections--
    listener?.onClosed(this.#error)
  }
}

function onData(this: CarriedSocket, chunk: Buffer): void {
  this[TRANSPORT]?.handleData(chunk)
}

function onDrain(this: CarriedSocket): void {
  this[TRANSPORT]?.handleDrain()
}

function onEnd(this: CarriedSocket): void {
  this[TRANSPORT]?.handleEnd()
}

function onError(this: CarriedSocket, error: Error): void {
  this[TRANSPORT]?.handleError(error)
}

function onClose(this: CarriedSocket): void {
  this[TRANSPORT]?.handleClose()
}

function destroySocket(socket: Socket): void {
  socket.destroy()
}
