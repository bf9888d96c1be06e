/** Opens what one `listener` of mosquitto.conf(5) describes, and makes transports of its connections. */

import { createServer, type Server } from 'node:net'
import { Failure } from '../../diagnostics/failure.ts'
import type { ListenerConfig } from '../config/broker-config.ts'
import { type BoundAddress, bind } from './bind.ts'
import { ProxyStage } from './proxy/proxy-stage.ts'
import { NOBODY, type SocketPeer } from './socket-transport.ts'
import { type Accept, peerOf, SocketStage } from './stage.ts'
import { TlsStage, type TlsSupport } from './tls/tls-stage.ts'
import { WebSocketStage, type WebSocketSupport } from './websocket/websocket-stage.ts'

/** What a listener asks others for. */
export interface ListenerSupport extends TlsSupport, WebSocketSupport {
  /** A socket has come; false closes it at once. */
  enter?(from: Pick<SocketPeer, 'address' | 'port'>): boolean
  /** A socket that was let in is closed, however far it got. */
  leave?(): void
}

export interface OpenListener {
  readonly name: string
  /** Where it listens: what the system made of the configuration. Empty for a Unix socket. */
  readonly addresses: readonly BoundAddress[]
  /** Transports that are not closed yet. */
  readonly connections: number
  /** Stops listening; resolves when the addresses are free. Transports stay as they are. */
  close(): Promise<void>
  /**
   * Reads the files of the listener again: certificates, keys, revocation lists. What it returns takes them up;
   * connections stay as they are.
   *
   * @throws Failure when one cannot be used.
   */
  prepare(config: ListenerConfig): () => void
}

/**
 * Nagle's algorithm is off: what a connection is sent in one turn of the event loop is one write already, and the next
 * one must not wait for its acknowledgement.
 */
const SERVER_OPTIONS = { noDelay: true }

/** @throws Failure where it cannot listen, or a file of it cannot be used. */
export async function openListener(
  config: ListenerConfig,
  support: ListenerSupport,
  accept: Accept,
): Promise<OpenListener> {
  const { unixPath } = config
  const stages = stagesOf(config, support, accept)
  const leave = (): void => support.leave?.()
  const makeServer = (): Server =>
    createServer(SERVER_OPTIONS, (socket) => {
      // As Mosquitto: clients of a Unix socket are named after it.
      const peer = unixPath === undefined ? peerOf(socket) : { address: unixPath, port: 0, identity: NOBODY }
      if (support.enter?.(peer) === false) {
        socket.destroy()
        return
      }
      socket.on('close', leave)
      stages.first.take(socket, peer)
    })
  const bindings = await bind(config, makeServer)
  for (const { server, bound } of bindings)
    server.on('error', (error) =>
      support.onFailed?.({ address: bound?.address ?? '', port: 0 }, error.message),
    )
  return {
    name: config.name,
    addresses: bindings.flatMap(({ bound }) => bound ?? []),
    get connections() {
      return stages.last.connections
    },
    async close() {
      for (const { server } of bindings) server.close()
      for (const stage of stages.all) stage.close()
    },
    prepare(next) {
      const takeUp = stages.all.map((stage) => stage.prepare(next))
      return () => {
        for (const take of takeUp) take()
      }
    },
  }
}

/** From the socket to the transport. */
function stagesOf(config: ListenerConfig, support: ListenerSupport, accept: Accept) {
  const { protocol, tls, psk, unixPath, proxyProtocol } = config
  const isSecure = tls !== undefined || psk !== undefined
  if (isSecure && unixPath !== undefined && proxyProtocol !== undefined)
    throw new Failure(
      `cannot listen on ${unixPath}: TLS behind a PROXY header does not work on a Unix socket`,
    )
  const last =
    protocol === 'websockets' ? new WebSocketStage(config, support, accept) : new SocketStage(accept)
  const secure = isSecure ? [new TlsStage(config, support, last)] : []
  const first = new ProxyStage(config, support, secure[0] ?? last)
  return { first, last, all: [first, ...secure, last] }
}
