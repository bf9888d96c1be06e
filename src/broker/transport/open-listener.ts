/** Opens what one `listener` of mosquitto.conf(5) describes, and makes transports of its connections. */

import { createServer, type Server } from 'node:net'
import type { ListenerConfig } from '../config/broker-config.ts'
import { type BoundAddress, bind } from './bind.ts'
import { NOBODY } from './socket-transport.ts'
import { type Accept, type Fail, peerOf, SocketStage, type Stage } from './stage.ts'
import { TlsStage } from './tls/tls-stage.ts'

export interface ListenerSupport {
  /** Key of a PSK identity. */
  pskKey?(identity: string): Buffer | undefined
  /** Called once for a connection that ended before it was a transport. */
  readonly onFailed?: Fail
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
   * Reads the files of the listener again: certificates, keys, revocation lists. Connections stay as they are.
   *
   * @throws Failure when one cannot be used; nothing has changed then.
   */
  reload(config: ListenerConfig): Promise<void>
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
  const last = new SocketStage(accept)
  const { unixPath } = config
  const isSecure = config.tls !== undefined || config.psk !== undefined
  const tls = isSecure ? new TlsStage(config, support, last) : undefined
  const first: Stage = tls ?? last
  const makeServer = (): Server =>
    createServer(SERVER_OPTIONS, (socket) => {
      // As Mosquitto: clients of a Unix socket are named after it.
      first.take(
        socket,
        unixPath === undefined ? peerOf(socket) : { address: unixPath, port: 0, identity: NOBODY },
      )
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
      return last.connections
    },
    async close() {
      for (const { server } of bindings) server.close()
      first.close()
    },
    async reload(next) {
      tls?.reload(next)
    },
  }
}
