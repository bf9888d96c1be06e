/**
 * Reads the header of the PROXY protocol before anything else, TLS included, mosquitto.conf(5) enable_proxy_protocol.
 * Who is not a proxy, or talks without a header, is not let in.
 */

import type { Socket } from 'node:net'
import type { ListenerConfig } from '../../config/broker-config.ts'
import { closeReason } from '../close-reason.ts'
import { NOBODY, type SocketPeer } from '../socket-transport.ts'
import { type Fail, STAGE_MS, type Stage } from '../stage.ts'
import type { ProxiedClient } from './proxy-header.ts'
import { readProxyV1 } from './proxy-v1.ts'
import { readProxyV2 } from './proxy-v2.ts'

export class ProxyStage implements Stage {
  readonly #next: Pick<Stage, 'take'>
  readonly #onFailed: Fail | undefined
  readonly #pending = new Set<PendingHeader>()
  #config: ListenerConfig

  constructor(config: ListenerConfig, support: { readonly onFailed?: Fail }, next: Pick<Stage, 'take'>) {
    this.#config = config
    this.#onFailed = support.onFailed
    this.#next = next
  }

  /** Without `enable_proxy_protocol`, which a reload may change, connections just pass. */
  take(socket: Socket, peer: SocketPeer): void {
    const { proxyProtocol, proxyRequiresTls } = this.#config
    if (proxyProtocol === undefined) {
      this.#next.take(socket, peer)
      return
    }
    const pending: PendingHeader = new PendingHeader(socket, proxyProtocol, {
      isTaken: (client) => !proxyRequiresTls || client?.isSecure === true,
      onDone: (client) => {
        this.#pending.delete(pending)
        this.#next.take(socket, client === undefined ? peer : proxiedPeer(client))
      },
      onOver: (reason) => {
        this.#pending.delete(pending)
        if (reason !== undefined) this.#onFailed?.(peer, reason)
      },
    })
    this.#pending.add(pending)
  }

  prepare(config: ListenerConfig): () => void {
    return () => {
      this.#config = config
    }
  }

  close(): void {
    for (const pending of this.#pending) pending.end('the listener is closed')
  }
}

interface HeaderEvents {
  /** Whether such a client may come in; `undefined`: one that the proxy does not know. */
  isTaken(client: ProxiedClient | undefined): boolean
  /** The header is read; all that follows it is in the socket still. */
  onDone(client: ProxiedClient | undefined): void
  /** The connection is closed; why, where somebody should know. */
  onOver(reason: string | undefined): void
}

/** A connection whose header is not complete yet. */
class PendingHeader {
  readonly #socket: Socket
  readonly #version: 1 | 2
  readonly #events: HeaderEvents
  readonly #timer: NodeJS.Timeout
  #bytes: Buffer = Buffer.alloc(0)

  constructor(socket: Socket, version: 1 | 2, events: HeaderEvents) {
    this.#socket = socket
    this.#version = version
    this.#events = events
    this.#timer = setTimeout(() => this.end('the PROXY header took too long'), STAGE_MS)
    socket.on('readable', this.#onReadable)
    socket.on('end', this.#onEnd)
    socket.on('error', this.#onError)
  }

  end(reason: string | undefined): void {
    this.#stop()
    this.#socket.on('error', () => {})
    this.#socket.destroy()
    this.#events.onOver(reason)
  }

  readonly #onReadable = (): void => {
    const chunk: Buffer | null = this.#socket.read()
    if (chunk === null) return
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk])
    const header = this.#version === 1 ? readProxyV1(this.#bytes) : readProxyV2(this.#bytes)
    if (header.is === 'incomplete') return
    if (header.is === 'refused') this.end(header.reason)
    // As Mosquitto, which closes them: there is no client.
    else if (header.is === 'local') this.end(undefined)
    else this.#finish(header.length, header.is === 'client' ? header : undefined)
  }

  readonly #onEnd = (): void => {
    this.end('it closed the connection before the PROXY header was complete')
  }

  readonly #onError = (error: Error): void => {
    this.end(closeReason(error))
  }

  #finish(length: number, client: ProxiedClient | undefined): void {
    if (!this.#events.isTaken(client)) {
      this.end('the client does not speak TLS with the proxy')
      return
    }
    this.#stop()
    const rest = this.#bytes.subarray(length)
    if (rest.length > 0) this.#socket.unshift(rest)
    this.#events.onDone(client)
  }

  #stop(): void {
    clearTimeout(this.#timer)
    this.#socket.off('readable', this.#onReadable)
    this.#socket.off('end', this.#onEnd)
    this.#socket.off('error', this.#onError)
  }
}

function proxiedPeer({ address, port, commonName }: ProxiedClient): SocketPeer {
  return { address, port, identity: commonName === undefined ? NOBODY : { commonName } }
}
