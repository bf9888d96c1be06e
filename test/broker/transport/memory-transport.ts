/** Two transports in memory that are connected with each other: whole connections without sockets, in a known order. */

import type { PeerIdentity, Transport, TransportListener } from '../../../src/broker/transport/transport.ts'

export interface MemoryOptions {
  /** What the second side knows of the first. */
  readonly address?: string
  readonly port?: number
  readonly peer?: PeerIdentity
}

type Event = { readonly data: Buffer } | { readonly closed: string | undefined }

/**
 * What one side writes arrives at the other in a microtask; each write is one chunk. While a side is paused, what is written
 * to it is the other side's backlog.
 */
export class MemoryTransport implements Transport {
  readonly remoteAddress: string
  readonly remotePort: number
  readonly peer: PeerIdentity
  #other: MemoryTransport | undefined = undefined
  #listener: TransportListener | undefined = undefined
  /** What has not been told yet. */
  #events: Event[] = []
  #isPaused = false
  #isScheduled = false
  #isOver = false
  #waited = false

  constructor({ address = '192.0.2.1', port = 50_000, peer = {} }: MemoryOptions = {}) {
    this.remoteAddress = address
    this.remotePort = port
    this.peer = peer
  }

  /** The client's side, and the broker's, which sees the client as `options` say. */
  static pair(options: MemoryOptions = {}): readonly [MemoryTransport, MemoryTransport] {
    const client = new MemoryTransport({ address: '192.0.2.2', port: 1883 })
    const broker = new MemoryTransport(options)
    client.#other = broker
    broker.#other = client
    return [client, broker]
  }

  start(listener: TransportListener): void {
    this.#listener = listener
    this.#schedule()
  }

  write(buffers: readonly Uint8Array[]): void {
    const other = this.#other
    if (this.#isOver || other === undefined || buffers.length === 0) return
    other.#push({ data: Buffer.concat(buffers) })
    if (other.#isPaused) this.#waited = true
  }

  get backlogBytes(): number {
    const other = this.#other
    if (other === undefined || !other.#isPaused) return 0
    return other.#events.reduce((bytes, event) => bytes + ('data' in event ? event.data.length : 0), 0)
  }

  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    this.#isPaused = false
    this.#schedule()
  }

  end(): void {
    this.#close(undefined)
  }

  leave(): void {
    this.end()
  }

  destroy(): void {
    this.#events = []
    this.#close(undefined)
  }

  /** As a connection that breaks: both sides hear `reason`. */
  breakWith(reason: string): void {
    this.#close(reason)
  }

  #close(reason: string | undefined): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#push({ closed: reason })
    const other = this.#other
    if (other === undefined || other.#isOver) return
    other.#isOver = true
    other.#push({ closed: reason })
  }

  #push(event: Event): void {
    this.#events.push(event)
    this.#schedule()
  }

  #schedule(): void {
    if (this.#isScheduled || this.#listener === undefined) return
    this.#isScheduled = true
    queueMicrotask(() => {
      this.#isScheduled = false
      this.#tell()
    })
  }

  #tell(): void {
    while (!this.#isPaused || this.#isOver) {
      const event = this.#events.shift()
      if (event === undefined) break
      if ('closed' in event) this.#listener?.onClosed(event.closed)
      else this.#listener?.onData(event.data)
    }
    const other = this.#other
    if (other === undefined || !other.#waited || this.#events.length > 0) return
    other.#waited = false
    if (!other.#isOver) other.#listener?.onDrained()
  }
}
