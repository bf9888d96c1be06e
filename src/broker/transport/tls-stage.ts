/** The TLS handshake of a listener, by certificate or by pre-shared key. */

import type { Socket } from 'node:net'
import { createServer, type Server, type TLSSocket, type TlsOptions } from 'node:tls'
import type { ListenerConfig, TlsConfig } from '../config/broker-config.ts'
import { closeReason } from './close-reason.ts'
import { certificateIdentity } from './peer-identity.ts'
import type { SocketPeer } from './socket-transport.ts'
import { type Fail, STAGE_MS, type Stage } from './stage.ts'
import { serverMaterial } from './tls-material.ts'
import type { PeerIdentity } from './transport.ts'

/** Errors of a verification that `disable_client_cert_date_checks` passes over. */
const DATE_ERRORS: ReadonlySet<string> = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'])

export interface TlsSupport {
  pskKey?(identity: string): Buffer | undefined
  readonly onFailed?: Fail
}

/** Where the raw connection of a handshake comes from: a TLS socket does not know what a PROXY header said. */
const peers = new WeakMap<Socket, SocketPeer>()
/** Node tells the identity of a PSK handshake to the callback only. */
const pskIdentities = new WeakMap<TLSSocket, string>()

export class TlsStage implements Stage {
  readonly #config: ListenerConfig
  readonly #server: Server
  readonly #pending = new Set<Socket>()

  /** @throws Failure when a file of the listener cannot be used. */
  constructor(config: ListenerConfig, support: TlsSupport, next: Pick<Stage, 'take'>) {
    this.#config = config
    this.#server = createServer(optionsOf(config, support), (socket) => {
      const peer = this.#finish(socket)
      const problem = verificationProblem(socket, config.tls)
      if (problem === undefined) {
        next.take(socket, { ...peer, identity: identityOf(socket, this.#config) })
        return
      }
      support.onFailed?.(peer, problem)
      socket.destroy()
    })
    this.#server.on('tlsClientError', (error, socket) => {
      support.onFailed?.(this.#finish(socket), closeReason(error))
      socket.destroy()
    })
  }

  take(socket: Socket, peer: SocketPeer): void {
    peers.set(socket, peer)
    this.#pending.add(socket)
    socket.once('close', () => this.#pending.delete(socket))
    this.#server.emit('connection', socket)
  }

  /** @throws Failure when a file cannot be used; nothing has changed then. */
  reload(config: ListenerConfig): void {
    if (config.tls !== undefined) this.#server.setSecureContext(serverMaterial(config.tls))
  }

  close(): void {
    for (const socket of this.#pending) socket.destroy()
  }

  #finish(socket: TLSSocket): SocketPeer {
    const raw = rawSocket(socket)
    this.#pending.delete(raw)
    return (
      peers.get(raw) ?? { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0, identity: {} }
    )
  }
}

/** Node keeps the wrapped socket under this name and documents no other way to it. */
function rawSocket(socket: TLSSocket): Socket {
  return '_parent' in socket && socket._parent !== undefined ? (socket._parent as Socket) : socket
}

function optionsOf(config: ListenerConfig, support: TlsSupport): TlsOptions {
  const { tls, psk } = config
  if (tls !== undefined) return { handshakeTimeout: STAGE_MS, ...serverMaterial(tls), ...verification(tls) }
  return {
    handshakeTimeout: STAGE_MS,
    maxVersion: 'TLSv1.2',
    ciphers: psk?.ciphers ?? 'PSK',
    ...(psk === undefined ? {} : { pskIdentityHint: psk.hint }),
    pskCallback: (socket, identity) => {
      pskIdentities.set(socket, identity)
      return support.pskKey?.(identity) ?? null
    },
  }
}

function verification({ requireCertificate, checkDates }: TlsConfig): TlsOptions {
  return requireCertificate ? { requestCert: true, rejectUnauthorized: checkDates } : {}
}

function identityOf(socket: TLSSocket, { tls }: ListenerConfig): PeerIdentity {
  if (tls !== undefined) return certificateIdentity(socket, tls)
  const pskIdentity = pskIdentities.get(socket)
  return pskIdentity === undefined ? {} : { pskIdentity }
}

/** Asked where Node itself does not reject, since dates are to be passed over. */
function verificationProblem(socket: TLSSocket, tls: TlsConfig | undefined): string | undefined {
  if (tls === undefined || !tls.requireCertificate || socket.authorized) return undefined
  const error = String(socket.authorizationError)
  return DATE_ERRORS.has(error) ? undefined : error
}
