/** MQTT in the binary frames of a WebSocket (MQTT 5.0 6). Packets and frames need not begin and end together. */

import type { Duplex } from 'node:stream'
import type { RawData, WebSocket } from 'ws'
import { closeReason } from '../close-reason.ts'
import { LINGER_MS, type SocketPeer, type TransportCount } from '../socket-transport.ts'
import type { PeerIdentity, Transport, TransportListener } from '../transport.ts'

const TRANSPORT = Symbol('transport')

interface CarriedWebSocket extends WebSocket {
  [TRANSPORT]?: WebSocketTransport
}

interface CarriedStream extends Duplex {
  [TRANSPORT]?: WebSocketTransport
}

/** From here on a buffer is a frame of its own; smaller ones are copied together, as each frame has a header and a cost. */
const OWN_FRAME_BYTES = 16_384

const SEND_OPTIONS = Object.freeze({ binary: true, compress: false })

/** RFC 6455 7.4.1 */
const NORMAL = 1000
const UNSUPPORTED_DATA = 1003

export class WebSocketTransport implements Transport {
  readonly remoteAddress: string
  readonly remotePort: number
  readonly peer: PeerIdentity
  readonly #webSocket: CarriedWebSocket
  readonly #stream: CarriedStream
  readonly #count: TransportCount
  #listener: TransportListener | undefined = undefined
  #linger: NodeJS.Timeout | undefined = undefined
  #error: string | undefined = undefined
  #isEnding = false

  /** `stream`: what carries the frames. `count`: goes up now, and down when the connection is closed. */
  constructor(
    webSocket: WebSocket,
    stream: Duplex,
    { address, port, identity }: SocketPeer,
    count: TransportCount,
  ) {
    this.#webSocket = webSocket
    this.#stream = stream
    this.#count = count
    this.remoteAddress = address
    this.remotePort = port
    this.peer = identity
    count.connections++
  }

  /** Starts to tell `listener`; to be called in the turn that made the transport. */
  start(listener: TransportListener): void {
    this.#listener = listener
    this.#webSocket[TRANSPORT] = this
    this.#stream[TRANSPORT] = this
    this.#webSocket.on('message', onMessage)
    this.#webSocket.on('error', onError)
    this.#webSocket.on('close', onClose)
    this.#stream.on('error', onStreamError)
    this.#stream.on('drain', onDrain)
  }

  write(buffers: readonly Uint8Array[]): void {
    if (this.#isEnding) return
    const stream = this.#stream
    stream.cork()
    for (const frame of framesOf(buffers)) this.#webSocket.send(frame, SEND_OPTIONS)
    stream.uncork()
  }

  get backlogBytes(): number {
    return this.#webSocket.bufferedAmount
  }

  pause(): void {
    this.#webSocket.pause()
  }

  resume(): void {
    this.#webSocket.resume()
  }

  end(): void {
    this.#endWith(NORMAL)
  }

  /** With the closing handshake, which the peer waits for all the same. */
  leave(): void {
    this.end()
  }

  destroy(): void {
    this.#webSocket.terminate()
  }

  /** Of the WebSocket, as all that follow. */
  handleMessage(data: RawData, isBinary: boolean): void {
    if (this.#isEnding) return
    if (isBinary && Buffer.isBuffer(data)) {
      this.#listener?.onData(data)
      return
    }
    this.#error = 'it sent a frame of text' // [MQTT-6.0.0-1]
    this.#endWith(UNSUPPORTED_DATA)
  }

  handleDrain(): void {
    if (!this.#isEnding) this.#listener?.onDrained()
  }

  handleError(error: Error): void {
    this.#error ??= closeReason(error)
  }

  handleClose(): void {
    clearTimeout(this.#linger)
    const listener = this.#listener
    this.#listener = undefined
    this.#count.connections--
    listener?.onClosed(this.#error)
  }

  /** Goes on reading, for nobody, until the peer has answered. */
  #endWith(code: number): void {
    if (this.#isEnding) return
    this.#isEnding = true
    this.#webSocket.resume()
    this.#webSocket.close(code)
    this.#linger = setTimeout(terminate, LINGER_MS, this.#webSocket)
  }
}

/** As few as possible without copying much. */
function framesOf(buffers: readonly Uint8Array[]): readonly Uint8Array[] {
  if (buffers.length <= 1) return buffers
  const frames: Uint8Array[] = []
  let small: Uint8Array[] = []
  const join = () => {
    const [first] = small
    if (first !== undefined) frames.push(small.length === 1 ? first : Buffer.concat(small))
    small = []
  }
  for (const buffer of buffers) {
    if (buffer.length < OWN_FRAME_BYTES) {
      small.push(buffer)
      continue
    }
    join()
    frames.push(buffer)
  }
  join()
  return frames
}

function onMessage(this: CarriedWebSocket, data: RawData, isBinary: boolean): void {
  this[TRANSPORT]?.handleMessage(data, isBinary)
}

function onError(this: CarriedWebSocket, error: Error): void {
  this[TRANSPORT]?.handleError(error)
}

function onStreamError(this: CarriedStream, error: Error): void {
  this[TRANSPORT]?.handleError(error)
}

function onClose(this: CarriedWebSocket): void {
  this[TRANSPORT]?.handleClose()
}

function onDrain(this: CarriedStream): void {
  this[TRANSPORT]?.handleDrain()
}

function terminate(webSocket: WebSocket): void {
  webSocket.terminate()
}
