/** A connection becomes a transport in stages: PROXY header, then TLS, then WebSocket, each as configured. */

import type { Socket } from 'node:net'
import type { ListenerConfig } from '../config/broker-config.ts'
import { NOBODY, type SocketPeer, SocketTransport } from './socket-transport.ts'
import type { PeerIdentity, Transport, TransportListener } from './transport.ts'

/** One step: takes a socket that nobody reads yet, and passes it (or one made of it) to the next. */
export interface Stage {
  take(socket: Socket, peer: SocketPeer): void
  /**
   * Reads what a new configuration needs; what it returns takes that up, for connections that come from then on.
   *
   * @throws Failure when a file of it cannot be used.
   */
  prepare(config: ListenerConfig): () => void
  /** Ends the connections that are in this step. */
  close(): void
}

/** Called for each connection, before anything is read; it may destroy the transport at once. */
export type Accept = (transport: Transport) => TransportListener

/** A connection ended before it was a transport. */
export type Fail = (peer: Pick<SocketPeer, 'address' | 'port'>, reason: string) => void

/** Milliseconds that a peer has for each stage. */
export const STAGE_MS = 30_000

/** The last stage of connections without WebSocket: the socket carries MQTT. */
export class SocketStage implements Stage {
  connections = 0
  readonly #accept: Accept

  constructor(accept: Accept) {
    this.#accept = accept
  }

  take(socket: Socket, peer: SocketPeer): void {
    const transport = new SocketTransport(socket, peer, this)
    transport.start(this.#accept(transport))
  }

  prepare(): () => void {
    return () => {}
  }

  close(): void {}
}

/** What a TCP socket itself says of its peer. */
export function peerOf(socket: Socket, identity: PeerIdentity = NOBODY): SocketPeer {
  return { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0, identity }
}
