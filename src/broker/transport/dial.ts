/** Connects to another broker, for a bridge: TCP, TLS with certificates, or TLS with a pre-shared key. */

import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import { Failure } from '../../diagnostics/failure.ts'
import type { BridgeAddress, BridgeConfig } from '../config/broker-config.ts'
import { NOBODY, SocketTransport } from './socket-transport.ts'
import { bridgeContext, bridgePskContext } from './tls/secure-context.ts'
import type { Transport, TransportListener } from './transport.ts'

/** Milliseconds until a connection and its handshake must be there. */
const DIAL_MS = 10_000

export interface DialListener extends TransportListener {
  /** Called first, once; never when the connection cannot be made: then `onClosed` is. */
  onOpen(transport: Transport): void
}

export type DialOptions = Pick<BridgeConfig, 'tls' | 'psk' | 'bindAddress'>

/** A file that cannot be used ends the try like a failed connection, with the reason. */
export function dial(
  address: BridgeAddress,
  options: DialOptions,
  listener: DialListener,
): { destroy(): void } {
  let socket: Socket
  try {
    socket = open(address, options)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    setImmediate(() => listener.onClosed(error.message))
    return { destroy: () => {} }
  }
  const { host, port } = address
  const transport = new SocketTransport(socket, { address: host, port, identity: NOBODY })
  transport.start(listener)
  const timer = setTimeout(() => socket.destroy(new Error('the other broker does not answer')), DIAL_MS)
  socket.once('close', () => clearTimeout(timer))
  socket.once(isSecure(options) ? 'secureConnect' : 'connect', () => {
    clearTimeout(timer)
    socket.setNoDelay(true)
    listener.onOpen(transport)
  })
  return transport
}

function isSecure({ tls, psk }: DialOptions): boolean {
  return tls !== undefined || psk !== undefined
}

/** @throws Failure when a file of the bridge cannot be used. */
function open({ host, port }: BridgeAddress, options: DialOptions): Socket {
  const from = options.bindAddress === undefined ? {} : { localAddress: options.bindAddress }
  if (!isSecure(options)) return connectTcp({ host, port, ...from })
  return connectTls({ host, port, ...from, ...securityOf(host, options) })
}

function securityOf(host: string, { tls, psk }: DialOptions): ConnectionOptions {
  if (psk !== undefined) {
    const key = Buffer.from(psk.keyHex.length % 2 === 0 ? psk.keyHex : `0${psk.keyHex}`, 'hex')
    return {
      ...bridgePskContext(),
      pskCallback: () => ({ psk: key, identity: psk.identity }),
      checkServerIdentity: () => undefined,
    }
  }
  if (tls === undefined) return {}
  return {
    ...bridgeContext(host, tls),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(tls.alpn === undefined ? {} : { ALPNProtocols: [tls.alpn] }),
    ...(tls.insecure ? { checkServerIdentity: () => undefined } : {}),
  }
}
