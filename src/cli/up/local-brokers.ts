/** The brokers of a topology, all in this process, one for each folder of emitted files. */

import { closeAll } from '../../broker/close-all.ts'
import type { BrokerConfig } from '../../broker/config/broker-config.ts'
import { reloadChanges } from '../../broker/config/reload-changes.ts'
import { type LoadedBroker, loadBroker } from '../../broker/load-broker.ts'
import type { BrokerStatus } from '../../broker/observe/broker-status.ts'
import { type RunningBroker, type StartOptions, startBroker } from '../../broker/start-broker.ts'
import { isError } from '../../diagnostics/diagnostic.ts'
import { Failure } from '../../diagnostics/failure.ts'
import { renderHuman } from '../../diagnostics/render-human.ts'
import type { Broker } from '../../topology/broker.ts'
import type { Topology } from '../../topology/topology.ts'
import { VERSION } from '../version.ts'

export type BrokerLogOptions = StartOptions['log']

export interface LocalBrokersOptions {
  /** Path of a broker's mosquitto.conf. */
  readonly confOf: (broker: string) => string
  readonly logOf: (broker: string) => BrokerLogOptions
}

export interface BrokerChange {
  readonly broker: string
  readonly what: 'started' | 'reloaded' | 'restarted' | 'stopped'
}

interface Local {
  running: RunningBroker
  config: BrokerConfig
}

type Ready = NonNullable<LoadedBroker['ready']>

export class LocalBrokers {
  readonly #options: LocalBrokersOptions
  readonly #brokers = new Map<string, Local>()

  constructor(options: LocalBrokersOptions) {
    this.#options = options
  }

  /**
   * Goes over to a topology: starts what is new, stops what is gone, and has those read their files again of which
   * `hasChanged` says so. Nothing happens when files of one of them are wrong.
   *
   * @throws Failure for the first that cannot be read, started or reloaded; the others have gone over then.
   */
  async apply(topology: Topology, hasChanged: (broker: string) => boolean): Promise<BrokerChange[]> {
    const order = farEndsFirst(topology)
    const due = order.filter((name) => !this.#brokers.has(name) || hasChanged(name))
    const loaded = new Map<string, Ready>()
    for (const name of due) loaded.set(name, await this.#load(name))
    const changes = await this.#stopAllBut(new Set(order))
    let failure: unknown
    for (const [name, ready] of loaded) {
      try {
        changes.push({ broker: name, what: await this.#goOver(name, ready) })
      } catch (error) {
        failure ??= error
      }
    }
    if (failure !== undefined) throw failure
    return changes
  }

  status(): BrokerStatus[] {
    return Array.from(this.#brokers.values(), ({ running }) => running.status())
  }

  /** Why messages cannot be kept now; `undefined` while they can. */
  problem(): string | undefined {
    for (const [name, { running }] of this.#brokers) {
      const problem = running.problem()
      if (problem !== undefined) return `${name}: ${problem}`
    }
    return undefined
  }

  async stop(): Promise<void> {
    await this.#stopAllBut(new Set())
  }

  async #load(name: string): Promise<Ready> {
    const { ready, diagnostics, locate } = await loadBroker(this.#options.confOf(name))
    if (ready !== undefined) return ready
    const findings = renderHuman(diagnostics.filter(isError), locate, { color: false })
    throw new Failure(`broker ${name} cannot run here:\n${findings.trimEnd()}`)
  }

  async #goOver(name: string, { config, securities }: Ready): Promise<BrokerChange['what']> {
    const known = this.#brokers.get(name)
    if (known !== undefined && canReload(known.config, config)) {
      await known.running.reload(config, securities)
      known.config = config
      return 'reloaded'
    }
    if (known !== undefined) {
      this.#brokers.delete(name)
      await known.running.stop()
    }
    const log = this.#options.logOf(name)
    const running = await startBroker(config, securities, { name, version: VERSION, log })
    this.#brokers.set(name, { running, config })
    return known === undefined ? 'started' : 'restarted'
  }

  async #stopAllBut(wanted: ReadonlySet<string>): Promise<BrokerChange[]> {
    const gone = Array.from(this.#brokers).filter(([name]) => !wanted.has(name))
    for (const [name] of gone) this.#brokers.delete(name)
    const stopping = gone.map(([, { running }]) => running.stop())
    await closeAll(stopping.map((stopped) => () => stopped))
    return gone.map(([broker]) => ({ broker, what: 'stopped' }))
  }
}

function canReload(old: BrokerConfig, next: BrokerConfig): boolean {
  const { needsRestart, listeners } = reloadChanges(old, next)
  return needsRestart.length === 0 && listeners.reopened.length === 0
}

/** So that a bridge finds somebody at its first attempt. */
function farEndsFirst({ brokers, bridges }: Topology): readonly string[] {
  const order = new Set<string>()
  const seen = new Set<Broker>()
  const visit = (broker: Broker) => {
    if (seen.has(broker)) return
    seen.add(broker)
    for (const { from, to } of bridges) if (from === broker) visit(to)
    order.add(broker.name)
  }
  for (const broker of brokers) visit(broker)
  return [...order]
}
