/** The WebSocket handshake of a listener (RFC 6455 4.2), on any path, mosquitto.conf(5) protocol websockets. */

import { createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { ListenerConfig } from '../../config/broker-config.ts'
import { closeReason } from '../close-reason.ts'
import type { SocketPeer } from '../socket-transport.ts'
import { type Accept, type Fail, STAGE_MS, type Stage } from '../stage.ts'
import { WebSocketTransport } from './websocket-transport.ts'

export interface WebSocketSupport {
  readonly onFailed?: Fail
  /** A frame that is larger than a packet may be (0: than any packet is) ends its connection: frames are read as a whole. */
  maxFrameBytes?(): number
}

interface Pending {
  readonly peer: SocketPeer
  readonly timer: NodeJS.Timeout
}

/** Mosquitto takes both [MQTT-6.0.0-3]; `mqttv3.1` is what clients of MQTT 3.1 ask for. */
const SUBPROTOCOLS = ['mqtt', 'mqttv3.1']

/** Frames may hold some packets, even where a packet must be small. */
const LEAST_FRAME_BYTES = 2_097_152
/** MQTT 5.0 2.1.4, with the fixed header. */
const LARGEST_PACKET_BYTES = 268_435_460

export class WebSocketStage implements Stage {
  connections = 0
  readonly #accept: Accept
  readonly #support: WebSocketSupport
  readonly #pending = new Map<Duplex, Pending>()
  readonly #http: Server
  readonly #webSockets: WebSocketServer
  #origins: readonly string[]

  constructor({ websocketOrigins }: ListenerConfig, support: WebSocketSupport, accept: Accept) {
    this.#origins = websocketOrigins
    this.#support = support
    this.#accept = accept
    this.#webSockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      handleProtocols: (offered) => SUBPROTOCOLS.find((protocol) => offered.has(protocol)) ?? false,
    })
    this.#webSockets.on('wsClientError', (error, stream) => this.#refuse(stream, 400, error.message))
    this.#http = createServer({ maxHeaderSize: 8192 })
    this.#http.on('request', ({ socket }) => this.#refuse(socket, 426, 'it asked for no WebSocket'))
    this.#http.on('clientError', (error, stream) => this.#refuse(stream, 400, httpProblem(error)))
    this.#http.on('upgrade', this.#onUpgrade)
  }

  take(socket: Socket, peer: SocketPeer): void {
    const timer = setTimeout(
      () => this.#refuse(socket, 408, 'the WebSocket handshake took too long'),
      STAGE_MS,
    )
    this.#pending.set(socket, { peer, timer })
    socket.once('close', () => {
      if (this.#pending.has(socket))
        this.#refuse(socket, 400, 'it closed the connection during the handshake')
    })
    this.#http.emit('connection', socket)
  }

  prepare({ websocketOrigins }: ListenerConfig): () => void {
    return () => {
      this.#origins = websocketOrigins
    }
  }

  close(): void {
    for (const stream of this.#pending.keys()) this.#refuse(stream, 503, 'the listener is closed')
  }

  readonly #onUpgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    const problem = this.#problem(request)
    if (problem !== undefined) {
      this.#refuse(stream, problem.status, problem.reason)
      return
    }
    this.#webSockets.options.maxPayload = maxFrameBytes(this.#support.maxFrameBytes?.() ?? LEAST_FRAME_BYTES)
    this.#webSockets.handleUpgrade(request, stream, head, (webSocket) => {
      const peer = this.#finish(stream)
      if (peer === undefined) {
        webSocket.terminate()
        return
      }
      const transport = new WebSocketTransport(webSocket, stream, peer, this)
      transport.start(this.#accept(transport))
    })
  }

  /** An origin is what browsers send; other clients need none, as with Mosquitto. */
  #problem({ headers }: IncomingMessage): { readonly status: number; readonly reason: string } | undefined {
    const { origin, 'sec-websocket-protocol': protocols = '' } = headers
    if (origin !== undefined && this.#origins.length > 0 && !this.#origins.includes(origin))
      return { status: 403, reason: 'its origin is not one of websockets_origin' }
    if (!protocols.split(',').some((protocol) => SUBPROTOCOLS.includes(protocol.trim())))
      return { status: 400, reason: 'it did not ask for the subprotocol mqtt' } // [MQTT-6.0.0-3]
    return undefined
  }

  #finish(stream: Duplex): SocketPeer | undefined {
    const pending = this.#pending.get(stream)
    this.#pending.delete(stream)
    clearTimeout(pending?.timer)
    return pending?.peer
  }

  /** Once for each connection; the answer is a courtesy, the end is sure. */
  #refuse(stream: Duplex, status: number, reason: string): void {
    const peer = this.#finish(stream)
    if (peer !== undefined) this.#support.onFailed?.(peer, reason)
    stream.on('error', () => {})
    if (stream.destroyed || !stream.writable) {
      stream.destroy()
      return
    }
    const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`
    stream.end(head, () => stream.destroy())
  }
}

function maxFrameBytes(packetBytes: number): number {
  return packetBytes === 0 ? LARGEST_PACKET_BYTES : Math.max(packetBytes, LEAST_FRAME_BYTES)
}

/** Of the parser: its codes start with HPE. */
function httpProblem(error: Error): string {
  return 'code' in error && String(error.code).startsWith('HPE_')
    ? 'it did not send HTTP'
    : closeReason(error)
}
