/** The listeners of one broker: as many as its configuration names, now and after each reload. */

import { Failure } from '../diagnostics/failure.ts'
import type { ListenerConfig } from './config/broker-config.ts'
import type { Connections } from './connections.ts'
import type { ObservedEvents } from './hub/observed-events.ts'
import type { ListenerStatus } from './observe/broker-status.ts'
import { filesKept, openingListener } from './observe/lines/broker-lines.ts'
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
   * @throws Failure when one cannot be opened or reread; then all are as they were, the first time none.
   */
  async apply(configs: readonly ListenerConfig[], reopened: readonly string[] = []): Promise<void> {
    const wanted = new Set(configs.map(({ name }) => name))
    const [going, staying] = partition(
      [...this.#byName.values()],
      ({ config: { name } }) => !wanted.has(name) || reopened.includes(name),
    )
    const kept = new Map(staying.map((listener) => [listener.config.name, listener]))
    const changes = configs.flatMap((config) => {
      const listener = kept.get(config.name)
      return listener === undefined ? [] : { listener, config, takeUp: listener.open.prepare(config) }
    })
    const fresh = await this.#replace(
      going,
      configs.filter(({ name }) => !kept.has(name)),
    )
    for (const { listener, config, takeUp } of changes) {
      takeUp()
      listener.config = config
    }
    this.#byName.clear()
    for (const listener of inOrder(configs, [...kept.values(), ...fresh]))
      this.#byName.set(listener.config.name, listener)
  }

  async close(): Promise<void> {
    const all = [...this.#byName.values()]
    this.#byName.clear()
    await closeAll(all)
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

  /** What can be opened beside the old ones is opened before they are closed: it is what may fail. */
  async #replace(going: readonly Listener[], configs: readonly ListenerConfig[]): Promise<Listener[]> {
    const [late, early] = partition(configs, (config) =>
      going.some((listener) => isSamePlace(listener.config, config)),
    )
    const opened: Listener[] = []
    let isClosed = false
    try {
      for (const config of early) opened.push(await this.#openOne(config))
      await closeAll(going)
      isClosed = true
      for (const config of late) opened.push(await this.#openOne(config))
      return opened
    } catch (error) {
      await closeAll(opened)
      if (isClosed) await this.#reopen(going, error)
      throw error
    }
  }

  async #reopen(listeners: readonly Listener[], because: unknown): Promise<void> {
    for (const { config } of listeners) {
      try {
        this.#byName.set(config.name, await this.#openOne(config))
      } catch (error) {
        if (!(error instanceof Failure) || !(because instanceof Failure)) throw error
        this.#byName.delete(config.name)
        throw new Failure(`${because.message}; listener ${config.name} is gone: ${error.message}`, {
          cause: because,
        })
      }
    }
  }

  async #openOne(config: ListenerConfig): Promise<Listener> {
    for (const line of openingLines(config)) this.#events.tell(line)
    const state = { config, accepted: 0 }
    const support = {
      pskKey: (identity: string) => this.#gate.pskKey(config.name, identity),
      maxFrameBytes: () => this.#connections.maxPacketBytes,
      enter: (from: { readonly address: string; readonly port: number }) =>
        this.#connections.enter(state.config, from),
      leave: () => this.#connections.leave(config.name),
      onFailed: ({ address, port }: { readonly address: string; readonly port: number }, reason: string) =>
        this.#events.failed({ address, port, listener: config.name }, reason),
      onKept: (reason: string) => this.#events.tell(filesKept(config.name, reason)),
    }
    const open = await this.#open(config, support, (transport) => {
      state.accepted++
      return this.#connections.accept(state.config, transport)
    })
    return Object.assign(state, { open })
  }
}

function partition<T>(all: readonly T[], isFirst: (item: T) => boolean): readonly [T[], T[]] {
  return [all.filter(isFirst), all.filter((item) => !isFirst(item))]
}

function inOrder(configs: readonly ListenerConfig[], listeners: readonly Listener[]): readonly Listener[] {
  return configs.flatMap(({ name }) => listeners.find(({ config }) => config.name === name) ?? [])
}

async function closeAll(listeners: readonly Listener[]): Promise<void> {
  await Promise.all(listeners.map(({ open }) => open.close()))
}

/** Perhaps at other addresses of it. */
function isSamePlace(one: ListenerConfig, other: ListenerConfig): boolean {
  if (one.unixPath !== undefined || other.unixPath !== undefined) return one.unixPath === other.unixPath
  return one.port === other.port
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
