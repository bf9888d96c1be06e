/** The TLS handshake of a listener, by certificate or by pre-shared key. */

import type { Socket } from 'node:net'
import { createServer, type Server, type TLSSocket } from 'node:tls'
import { isDeepStrictEqual } from 'node:util'
import { errorCode, Failure } from '../../../diagnostics/failure.ts'
import type { ListenerConfig } from '../../config/broker-config.ts'
import { certificateIdentity, certificateProblem } from '../certificate/client-certificates.ts'
import { closeReason } from '../close-reason.ts'
import { NOBODY, type SocketPeer } from '../socket-transport.ts'
import { type Fail, peerOf, STAGE_MS, type Stage } from '../stage.ts'
import type { PeerIdentity } from '../transport.ts'
import { HandshakePeers } from './handshake-peers.ts'
import { type ServerContext, serverContext } from './secure-context.ts'
import { verificationWords } from './verification-words.ts'

export interface TlsSupport {
  /** Key of a PSK identity. */
  pskKey?(identity: string): Buffer | undefined
  readonly onFailed?: Fail
  /** Files could not be read again; those read before stay in use. */
  readonly onKept?: (reason: string) => void
}

export class TlsStage implements Stage {
  readonly #support: TlsSupport
  readonly #next: Pick<Stage, 'take'>
  readonly #peers = new HandshakePeers()
  /** Node tells the identity of a PSK handshake to the callback only. */
  readonly #pskIdentities = new WeakMap<TLSSocket, string>()
  #config: ListenerConfig
  #context: ServerContext
  #server: Server

  /** @throws Failure when a file of the listener cannot be used. */
  constructor(config: ListenerConfig, support: TlsSupport, next: Pick<Stage, 'take'>) {
    this.#support = support
    this.#next = next
    this.#config = config
    this.#context = serverContext(config)
    this.#server = this.#createServer()
  }

  take(socket: Socket, peer: SocketPeer): void {
    this.#peers.begin(socket, peer)
    this.#server.emit('connection', socket)
  }

  /**
   * Handshakes after it follow the new files and options; tickets given before are void.
   *
   * @throws Failure when a file cannot be used.
   */
  prepare(config: ListenerConfig): () => void {
    const context = this.#reread(config)
    return () => {
      this.#context = context
      this.#config = config
      this.#server = this.#createServer()
    }
  }

  /** Who has given up root may not read a key again: then what was read before stays, as long as it is the same files. */
  #reread(config: ListenerConfig): ServerContext {
    try {
      return serverContext(config)
    } catch (error) {
      const isDenied = error instanceof Failure && errorCode(error.cause) === 'EACCES'
      if (!isDenied || !isDeepStrictEqual(config.tls, this.#config.tls)) throw error
      this.#support.onKept?.(error.message)
      return this.#context
    }
  }

  close(): void {
    this.#peers.destroyAll()
  }

  #createServer(): Server {
    const { options, rules } = this.#context
    const { psk } = this.#config
    const server = createServer({
      ...options,
      handshakeTimeout: STAGE_MS,
      ...(rules === undefined ? {} : { requestCert: true, rejectUnauthorized: rules.checkDates }),
      ...(psk === undefined ? {} : { pskIdentityHint: psk.hint, pskCallback: this.#onPskIdentity }),
    })
    server.on('secureConnection', this.#onSecure)
    server.on('tlsClientError', this.#onError)
    return server
  }

  readonly #onPskIdentity = (socket: TLSSocket, identity: string): Buffer | null => {
    this.#pskIdentities.set(socket, identity)
    return this.#support.pskKey?.(identity) ?? null
  }

  readonly #onSecure = (socket: TLSSocket): void => {
    const peer = this.#peers.finish(socket) ?? this.#peerOf(socket)
    const { rules } = this.#context
    const problem = rules === undefined ? undefined : certificateProblem(socket, rules)
    if (problem === undefined) this.#next.take(socket, { ...peer, identity: this.#identityOf(socket) })
    else this.#refuse(socket, peer, problem)
  }

  readonly #onError = (error: Error, socket: TLSSocket): void => {
    // Where Node refuses a certificate, all it reports is a reset.
    const refusal = verificationWords(socket.authorizationError)
    const reason = refusal ?? closeReason(error)
    this.#peers.fail(socket, (peer) => this.#refuse(socket, peer ?? this.#peerOf(socket), reason))
  }

  #refuse(socket: TLSSocket, peer: SocketPeer, reason: string): void {
    this.#support.onFailed?.(peer, reason)
    socket.on('error', () => {})
    socket.destroy()
  }

  /** Connections of a Unix socket are all alike. */
  #peerOf(socket: TLSSocket): SocketPeer {
    const { unixPath } = this.#config
    return unixPath === undefined ? peerOf(socket) : { address: unixPath, port: 0, identity: NOBODY }
  }

  #identityOf(socket: TLSSocket): PeerIdentity {
    const { tls } = this.#config
    if (tls !== undefined)
      return this.#context.rules === undefined ? NOBODY : certificateIdentity(socket, tls.username)
    const pskIdentity = this.#pskIdentities.get(socket)
    return pskIdentity === undefined ? NOBODY : { pskIdentity }
  }
}
