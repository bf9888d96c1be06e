/**
 * Whose TLS handshake it is: by address and port of the connection itself, which is all that a TLS socket can be asked
 * for. One that ended too early has no address any more; its own connection is closed at about the same time.
 */

import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { SocketPeer } from '../socket-transport.ts'

type Tell = (peer: SocketPeer | undefined) => void

interface Pending {
  readonly socket: Socket
  readonly peer: SocketPeer
}

export class HandshakePeers {
  readonly #pending = new Map<string, Pending>()
  /** Of connections that have just been closed, and ends that nobody has been found for yet: first come, first served. */
  readonly #closed: SocketPeer[] = []
  readonly #nameless: Tell[] = []

  begin(socket: Socket, peer: SocketPeer): void {
    const key = keyOf(socket)
    this.#pending.set(key, { socket, peer })
    socket.once('close', () => {
      if (!this.#pending.delete(key)) return
      const tell = this.#nameless.shift()
      if (tell !== undefined) tell(peer)
      else forAWhile(this.#closed, peer)
    })
  }

  /** The handshake is over: `undefined` when the connection was not noted. */
  finish(socket: TLSSocket): SocketPeer | undefined {
    const key = keyOf(socket)
    const peer = this.#pending.get(key)?.peer
    this.#pending.delete(key)
    return peer
  }

  /** The handshake has failed, and the connection perhaps ended. */
  fail(socket: TLSSocket, tell: Tell): void {
    if (socket.remoteAddress !== undefined) tell(this.finish(socket))
    else if (this.#closed.length > 0) tell(this.#closed.shift())
    else forAWhile(this.#nameless, tell, () => tell(undefined))
  }

  destroyAll(): void {
    for (const { socket } of this.#pending.values()) socket.destroy()
  }
}

/** Puts it into a list, out of which it is taken in the next turn if it is still there. */
function forAWhile<T>(list: T[], item: T, onLeft: () => void = () => {}): void {
  list.push(item)
  setImmediate(() =>
    setImmediate(() => {
      const at = list.indexOf(item)
      if (at === -1) return
      list.splice(at, 1)
      onLeft()
    }),
  )
}

function keyOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress}|${remotePort}`
}
