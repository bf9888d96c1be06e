/** Listeners that keep what transports tell them, and promises of what is yet to come. */

import type { Transport, TransportListener } from '../../../src/broker/transport/transport.ts'

/** What one transport was told, in order. */
export class TransportLog implements TransportListener {
  readonly transport: Transport
  readonly chunks: Buffer[] = []
  drained = 0
  closed: { readonly error: string | undefined } | undefined = undefined
  #waiters: (() => void)[] = []

  constructor(transport: Transport) {
    this.transport = transport
  }

  get received(): Buffer {
    return Buffer.concat(this.chunks)
  }

  onData(chunk: Buffer): void {
    this.chunks.push(chunk)
    this.#tell()
  }

  onDrained(): void {
    this.drained += 1
    this.#tell()
  }

  onClosed(error?: string): void {
    if (this.closed !== undefined) throw new Error('closed twice')
    this.closed = { error }
    this.#tell()
  }

  /** Resolves as soon as `isTrue` is. */
  async until(isTrue: (log: TransportLog) => boolean): Promise<void> {
    while (!isTrue(this)) await new Promise<void>((resolve) => this.#waiters.push(resolve))
  }

  #tell(): void {
    const waiters = this.#waiters
    this.#waiters = []
    for (const resolve of waiters) resolve()
  }
}

/** Takes the transports of a listener in. */
export class AcceptedTransports {
  readonly logs: TransportLog[] = []
  #waiters: (() => void)[] = []

  readonly accept = (transport: Transport): TransportLog => {
    const log = new TransportLog(transport)
    this.logs.push(log)
    for (const resolve of this.#waiters.splice(0)) resolve()
    return log
  }

  /** The transport number `index`, from 0, as soon as it is there. */
  async next(index = this.logs.length): Promise<TransportLog> {
    for (;;) {
      const log = this.logs[index]
      if (log !== undefined) return log
      await new Promise<void>((resolve) => this.#waiters.push(resolve))
    }
  }
}
