/** The broker's end of a connection in memory; the client's end gives it bytes and takes what it wrote. */

import type { PeerIdentity, Transport, TransportListener } from '../../../src/broker/transport/transport.ts'

export class MemoryTransport implements Transport {
  readonly remoteAddress = '192.0.2.1'
  readonly remotePort: number
  readonly peer: PeerIdentity = {}
  /** Until the client reads again, what is written waits. */
  isStuck = false
  isClosed = false
  /** How many times something was written. */
  writes = 0
  #listener: TransportListener | undefined
  #isEnded = false
  #isPaused = false
  readonly #incoming: Buffer[] = []
  #waiting: { readonly bytes: Uint8Array; readonly copy: Buffer }[] = []
  #received: Buffer[] = []
  #other: MemoryTransport | undefined = undefined

  constructor(remotePort: number) {
    this.remotePort = remotePort
  }

  /** What is written to one is what the other reads. */
  connectTo(other: MemoryTransport): void {
    this.#other = other
    other.#other = this
  }

  attach(listener: TransportListener): void {
    this.#listener = listener
  }

  get backlogBytes(): number {
    return this.#waiting.reduce((sum, { bytes }) => sum + bytes.length, 0)
  }

  write(buffers: readonly Uint8Array[]): void {
    if (this.isClosed) return
    if (this.#isEnded) throw new Error('written after the end')
    this.writes++
    for (const bytes of buffers) this.#waiting.push({ bytes, copy: Buffer.from(bytes) })
    if (!this.isStuck) this.#pass()
  }

  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    this.#isPaused = false
    this.#deliver()
  }

  end(): void {
    if (!this.isStuck) this.#pass()
    this.#isEnded = true
    this.closeFromOutside()
  }

  leave(): void {
    this.end()
  }

  destroy(): void {
    this.#isEnded = true
    this.closeFromOutside()
  }

  /** Bytes from the client. */
  take(chunk: Buffer): void {
    this.#incoming.push(chunk)
    if (!this.#isPaused) this.#deliver()
  }

  /** The client reads again. */
  unstick(): void {
    this.isStuck = false
    this.#pass()
    this.#listener?.onDrained()
  }

  /** What has come out since the last call. */
  drain(): Buffer {
    const all = Buffer.concat(this.#received)
    this.#received = []
    return all
  }

  closeFromOutside(error?: string): void {
    if (this.isClosed) return
    this.isClosed = true
    setImmediate(() => this.#listener?.onClosed(error))
    if (this.#other !== undefined) setImmediate(() => this.#other?.closeFromOutside(error))
  }

  #deliver(): void {
    while (!this.#isPaused && !this.isClosed) {
      const chunk = this.#incoming.shift()
      if (chunk === undefined) return
      this.#listener?.onData(chunk)
    }
  }

  /** Nothing that was handed over may change while it waits. */
  #pass(): void {
    for (const { bytes, copy } of this.#waiting) {
      if (!copy.equals(bytes)) throw new Error('bytes were changed after they were written')
      if (this.#other === undefined) this.#received.push(copy)
      else this.#other.take(copy)
    }
    this.#waiting = []
  }
}
