/** The client connections of one broker: who may connect still, and who has been silent for too long. */

import type { ListenerConfig } from './config/broker-config.ts'
import { ClientConnection } from './connection/client-connection.ts'
import type { Hub } from './hub/hub.ts'
import type { ClientAddress } from './hub/hub-events.ts'
import { connectionDenied } from './observe/lines/connection-lines.ts'
import { REASON } from './packet/reason-code.ts'
import type { Transport, TransportListener } from './transport/transport.ts'

export class Connections {
  readonly #hub: Hub
  readonly #all = new Set<ClientConnection>()
  readonly #perListener = new Map<string, number>()
  readonly #refused = new Map<string, number>()
  /** Of a listener, handshakes too. */
  readonly #sockets = new Map<string, number>()
  #socketCount = 0

  constructor(hub: Hub) {
    this.#hub = hub
  }

  /** Bytes of the largest packet that a client may send; 0: no limit. */
  get maxPacketBytes(): number {
    return this.#hub.config.limits.maxPacketSize
  }

  get count(): number {
    return this.#all.size
  }

  countOf(listener: string): number {
    return this.#perListener.get(listener) ?? 0
  }

  /** One too many, closed at once. */
  refusedOf(listener: string): number {
    return this.#refused.get(listener) ?? 0
  }

  /** What waits for sockets: bytes, and how many connections they are for. */
  get outgoing(): { readonly outgoingPackets: number; readonly outgoingBytes: number } {
    let [outgoingPackets, outgoingBytes] = [0, 0]
    for (const { backlogBytes } of this.#all) {
      if (backlogBytes > 0) outgoingPackets++
      outgoingBytes += backlogBytes
    }
    return { outgoingPackets, outgoingBytes }
  }

  /**
   * A socket has come, long before its CONNECT. False: it is one too many, to be closed without a word, as Mosquitto does.
   * Those in handshakes count: they take as much.
   */
  enter(listener: ListenerConfig, { address, port }: Pick<ClientAddress, 'address' | 'port'>): boolean {
    const { name } = listener
    if (!this.#isFull(listener)) {
      this.#socketCount++
      this.#sockets.set(name, (this.#sockets.get(name) ?? 0) + 1)
      return true
    }
    const { type, message, fields } = connectionDenied({ address, port, listener: name })
    this.#hub.log.write(type, message, fields)
    this.#refused.set(name, this.refusedOf(name) + 1)
    return false
  }

  /** A socket that was let in is closed. */
  leave(listener: string): void {
    this.#socketCount--
    this.#sockets.set(listener, (this.#sockets.get(listener) ?? 0) - 1)
  }

  /** Takes a connection whose handshakes are over. */
  accept(listener: ListenerConfig, transport: Transport): TransportListener {
    const connection = new ClientConnection(this.#hub, listener, transport, (gone) => {
      this.#all.delete(gone)
      this.#perListener.set(listener.name, this.countOf(listener.name) - 1)
    })
    this.#all.add(connection)
    this.#perListener.set(listener.name, this.countOf(listener.name) + 1)
    return connection
  }

  /** To be called about once a second. */
  check(): void {
    let slow = 0
    for (const connection of this.#all) {
      connection.checkKeepAlive()
      if (connection.backlogBytes > 0) slow++
    }
    this.#hub.outlets.backlog.update(slow)
  }

  /** After a reload: who is not let in yet is judged by what counts now. */
  reconfigure(listeners: readonly ListenerConfig[]): void {
    const byName = new Map(listeners.map((listener) => [listener.name, listener]))
    for (const connection of [...this.#all]) connection.reconfigure(byName.get(connection.listener))
  }

  /** After a reload: ends those whose clients would not be let in any more; 3.x hears nothing of it. */
  endWhere(isOver: (connection: ClientConnection) => boolean): void {
    for (const connection of [...this.#all])
      if (isOver(connection)) connection.dismiss(REASON.administrativeAction, { by: 'reload' })
  }

  endAll(): void {
    for (const connection of [...this.#all]) connection.dismiss(REASON.serverShuttingDown, { by: 'shutdown' })
  }

  #isFull({ name, maxConnections }: ListenerConfig): boolean {
    const { globalMaxConnections } = this.#hub.config.limits
    return (
      (maxConnections >= 0 && (this.#sockets.get(name) ?? 0) >= maxConnections) ||
      (globalMaxConnections >= 0 && this.#socketCount >= globalMaxConnections)
    )
  }
}
