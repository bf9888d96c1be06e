/** The listeners of one broker: as many as its configuration names, now and after each reload. */

import type { ListenerConfig } from './config/broker-config.ts'
import type { Connections } from './connections.ts'
import type { ObservedEvents } from './hub/observed-events.ts'
import type { ListenerStatus } from './observe/broker-status.ts'
import { openingListener } from './observe/lines/broker-lines.ts'
import type { SecurityGate } from './security/security-gate.ts'
import type { OpenListener, openListener } from './transport/open-listener.ts'

/** Opens one listener; in the tests, something else than sockets. */
export type OpenListeners = typeof openListener

interface Listener {
  config: ListenerConfig
  readonly open: OpenListener
  accepted: number
}

export class Listeners {
  readonly #open: OpenListeners
  readonly #connections: Connections
  readonly #gate: SecurityGate
  readonly #events: ObservedEvents
  readonly #byName = new Map<string, Listener>()

  constructor(open: OpenListeners, connections: Connections, gate: SecurityGate, events: ObservedEvents) {
    this.#open = open
    this.#connections = connections
    this.#gate = gate
    this.#events = events
  }

  /**
   * Opens new listeners, closes those that are gone (their clients stay), gives the others their new configuration.
   * `reopened`: names of those whose sockets cannot go on with it.
   *
   * @throws Failure when one cannot be opened or reread; the first time, none is left open then.
   */
  async apply(configs: readonly ListenerConfig[], reopened: readonly string[] = []): Promise<void> {
    const isFirst = this.#byName.size === 0
    const wanted = new Map(configs.map((config) => [config.name, config]))
    for (const [name, { open }] of this.#byName) {
      if (wanted.has(name) && !reopened.includes(name)) continue
      this.#byName.delete(name)
      await open.close()
    }
    try {
      for (const config of configs) await this.#applyOne(config)
    } catch (error) {
      if (isFirst) await this.close()
      throw error
    }
  }

  async close(): Promise<void> {
    const all = [...this.#byName.values()]
    this.#byName.clear()
    await Promise.all(all.map(({ open }) => open.close()))
  }

  status(): readonly ListenerStatus[] {
    return [...this.#byName.values()].map(({ config, open, accepted }) => ({
      name: config.name,
      addresses: open.addresses.map(({ address, port }) => `${address}:${port}`),
      transport: transportOf(config),
      connections: this.#connections.countOf(config.name),
      connectionsAccepted: accepted,
      connectionsRefused: this.#connections.refusedOf(config.name),
    }))
  }

  async #applyOne(config: ListenerConfig): Promise<void> {
    const known = this.#byName.get(config.name)
    if (known !== undefined) {
      await known.open.reload(config)
      known.config = config
      return
    }
    for (const line of openingLines(config)) this.#events.tell(line)
    const support = {
      pskKey: (identity: string) => this.#gate.pskKey(config.name, identity),
      maxFrameBytes: () => this.#connections.maxPacketBytes,
      enter: (from: { readonly address: string; readonly port: number }) =>
        this.#connections.enter(this.#byName.get(config.name)?.config ?? config, from),
      leave: () => this.#connections.leave(config.name),
      onFailed: ({ address, port }: { readonly address: string; readonly port: number }, reason: string) =>
        this.#events.failed({ address, port, listener: config.name }, reason),
    }
    const open = await this.#open(config, support, (transport) => {
      const listener = this.#byName.get(config.name)
      if (listener !== undefined) listener.accepted++
      return this.#connections.accept(listener?.config ?? config, transport)
    })
    this.#byName.set(config.name, { config, open, accepted: 0 })
  }
}

function openingLines(config: ListenerConfig) {
  const { name: listener, protocol, unixPath, port, family, addresses } = config
  if (unixPath !== undefined) return [openingListener({ listener, protocol, at: { unixPath } })]
  const families = family === undefined ? familiesOf(addresses) : [family]
  return families.map((one) => openingListener({ listener, protocol, at: { port, family: one } }))
}

function familiesOf(addresses: readonly string[] | undefined): readonly ('ipv4' | 'ipv6')[] {
  if (addresses === undefined) return ['ipv4', 'ipv6']
  return addresses.map((address) => (address.includes(':') ? 'ipv6' : 'ipv4'))
}

function transportOf({ unixPath, protocol, tls, psk }: ListenerConfig): ListenerStatus['transport'] {
  if (unixPath !== undefined) return 'unix'
  const isSecure = tls !== undefined || psk !== undefined
  if (protocol === 'websockets') return isSecure ? 'secure-websocket' : 'websocket'
  return isSecure ? 'tls' : 'tcp'
}
