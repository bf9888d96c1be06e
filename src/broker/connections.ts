/** The client connections of one broker: who may connect still, and who has been silent for too long. */

import type { ListenerConfig } from './config/broker-config.ts'
import { ClientConnection } from './connection/client-connection.ts'
import type { Hub } from './hub/hub.ts'
import { connectionDenied } from './observe/lines/connection-lines.ts'
import { REASON } from './packet/reason-code.ts'
import type { Transport, TransportListener } from './transport/transport.ts'

export class Connections {
  readonly #hub: Hub
  readonly #all = new Set<ClientConnection>()
  readonly #perListener = new Map<string, number>()
  readonly #refused = new Map<string, number>()

  constructor(hub: Hub) {
    this.#hub = hub
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

  /** Takes a new connection; one too many is closed without a word, as Mosquitto does. */
  accept(listener: ListenerConfig, transport: Transport): TransportListener {
    if (this.#isFull(listener)) {
      const { remoteAddress: address, remotePort: port } = transport
      const { type, message, fields } = connectionDenied({ address, port, listener: listener.name })
      this.#hub.log.write(type, message, fields)
      this.#refused.set(listener.name, this.refusedOf(listener.name) + 1)
      transport.destroy()
      return DEAF
    }
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
      (maxConnections >= 0 && this.countOf(name) >= maxConnections) ||
      (globalMaxConnections >= 0 && this.#all.size >= globalMaxConnections)
    )
  }
}

/** For a connection that is closed already. */
const DEAF: TransportListener = { onData: () => {}, onDrained: () => {}, onClosed: () => {} }
