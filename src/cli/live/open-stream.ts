/** Connects to a listener the way a client's bundle says: TCP, TLS with certificates or a pre-shared key, WebSocket, Unix socket. */

import { connect as connectTcp, isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { type ConnectionOptions, checkServerIdentity, connect as connectTls } from 'node:tls'
import WebSocket, { createWebSocketStream } from 'ws'
import { bridgePskContext } from '../../broker/transport/tls/secure-context.ts'
import type { ClientView } from '../../bundles/client-view.ts'
import { Failure } from '../../diagnostics/failure.ts'

/** In place of the address that the bundle has. */
export interface OtherAddress {
  readonly host: string
  readonly port: number
}

const PATIENCE_MS = 10_000

/** @throws Failure when nobody answers there, or when its certificate is not the broker's. */
export function openStream(view: ClientView, other?: OtherAddress): Promise<Duplex> {
  const { stream, opened } = begin(view, other)
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => fail(new Error('nobody answers')), PATIENCE_MS)
    const fail = (error: Error) => {
      clearTimeout(late)
      stream.destroy()
      reject(new Failure(`cannot reach broker ${view.broker} at ${placeOf(view, other)}: ${error.message}`))
    }
    stream.once('error', fail)
    opened(() => {
      clearTimeout(late)
      stream.off('error', fail)
      resolve(stream)
    })
  })
}

interface Beginning {
  readonly stream: Duplex
  readonly opened: (then: () => void) => void
}

function begin(view: ClientView, other: OtherAddress | undefined): Beginning {
  if (view.socket !== null) {
    const stream = connectTcp({ path: view.socket })
    return { stream, opened: (then) => stream.once('connect', then) }
  }
  const place = { host: other?.host ?? view.host ?? '', port: other?.port ?? view.port ?? 0 }
  if (view.websocket) return beginWebSocket(view, place)
  if (!view.tls) {
    const stream = connectTcp(place)
    return { stream, opened: (then) => stream.once('connect', then) }
  }
  const stream = connectTls({ ...place, ...securityOf(view) })
  return { stream, opened: (then) => stream.once('secureConnect', then) }
}

function beginWebSocket(view: ClientView, { host, port }: OtherAddress): Beginning {
  const name = host.includes(':') ? `[${host}]` : host
  const security = view.tls ? securityOf(view) : {}
  const socket = new WebSocket(`${view.tls ? 'wss' : 'ws'}://${name}:${port}/mqtt`, 'mqtt', security)
  const stream = createWebSocketStream(socket)
  return { stream, opened: (then) => socket.once('open', then) }
}

/** The certificate must bear the name by which the spec knows the broker, wherever it is reached. */
function securityOf({ host, ca, certificate, key, psk, username }: ClientView): ConnectionOptions {
  const name = host ?? ''
  if (psk !== null)
    return {
      ...bridgePskContext(),
      pskCallback: () => ({ psk: Buffer.from(psk, 'hex'), identity: username }),
      checkServerIdentity: () => undefined,
    }
  return {
    ...(ca === null ? {} : { ca }),
    ...(certificate === null || key === null ? {} : { cert: certificate, key }),
    ...(isIP(name) === 0 ? { servername: name } : {}),
    checkServerIdentity: (_, shown) => checkServerIdentity(name, shown),
  }
}

export function placeOf({ socket, host, port }: ClientView, other?: OtherAddress): string {
  return socket ?? `${other?.host ?? host}:${other?.port ?? port}`
}
