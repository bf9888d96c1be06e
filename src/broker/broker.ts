/** A broker at work: its listeners, bridges and timers around one hub. */

import type { BridgeParts } from './bridge/bridge.ts'
import { Bridges } from './bridges.ts'
import { closeAll } from './close-all.ts'
import type { BrokerConfig } from './config/broker-config.ts'
import { reloadChanges } from './config/reload-changes.ts'
import { Connections } from './connections.ts'
import { Clock, type TimeSources } from './hub/clock.ts'
import { checkSessions } from './hub/end-session.ts'
import { Hub } from './hub/hub.ts'
import { hubGauges } from './hub/hub-gauges.ts'
import { sessionLimits } from './hub/hub-settings.ts'
import { ObservedEvents } from './hub/observed-events.ts'
import { restore } from './hub/restore.ts'
import { saveTimes } from './hub/save-times.ts'
import { Sessions } from './hub/sessions.ts'
import { Listeners, type OpenListeners } from './listeners.ts'
import { Message } from './message/message.ts'
import type { BrokerStatus, Gauges, MemoryUse } from './observe/broker-status.ts'
import { Counters } from './observe/counters.ts'
import { type BrokerLog, LOG_EXPIRY_SECONDS } from './observe/create-log.ts'
import { clockSet } from './observe/lines/broker-lines.ts'
import { RateMeter } from './observe/rate-meter.ts'
import { RecentRefusals } from './observe/recent-refusals.ts'
import { SysPublisher } from './observe/sys-publisher.ts'
import { RetainedMessages } from './routing/retained-messages.ts'
import { Router } from './routing/router.ts'
import type { Securities } from './security/securities.ts'
import { stillAdmits } from './security/security.ts'
import type { SecurityGate } from './security/security-gate.ts'
import type { Store } from './store/store.ts'

export interface BrokerParts extends TimeSources {
  /** What people call it: a broker of the topology, or its configuration file. */
  readonly name: string
  readonly version: string
  readonly config: BrokerConfig
  readonly gate: SecurityGate
  readonly store: Store | undefined
  readonly log: BrokerLog
  readonly open: OpenListeners
  readonly bridges: Omit<BridgeParts, 'hub'>
  readonly memory: () => MemoryUse
}

const TICK_MS = 1000

export class Broker {
  readonly hub: Hub
  readonly #parts: BrokerParts
  readonly #events: ObservedEvents
  readonly #refusals = new RecentRefusals()
  readonly #connections: Connections
  readonly #listeners: Listeners
  readonly #bridges: Bridges
  readonly #sys: SysPublisher
  readonly #rates: RateMeter
  readonly #startedAt: number
  /** Seconds since the start. */
  #sweptAt = 0
  #timer: NodeJS.Timeout | undefined = undefined

  constructor(parts: BrokerParts) {
    const { config, store, log, gate, now } = parts
    this.#parts = parts
    const clock = new Clock(parts)
    this.#startedAt = clock.now()
    this.#events = new ObservedEvents(log, this.#refusals, now)
    this.#events.showsConnections = config.logging.connectionMessages
    const counters = new Counters()
    const router = new Router()
    this.hub = new Hub(config, {
      router,
      retained: new RetainedMessages(),
      sessions: new Sessions(router, store, clock),
      settings: {
        ...sessionLimits(config),
        counters,
        store,
        clock,
        onDropping: (clientId) => this.#events.dropping(clientId),
      },
      store,
      counters,
      log,
      clock,
      gate,
      events: this.#events,
    })
    this.#rates = new RateMeter(counters)
    this.#connections = new Connections(this.hub)
    this.#listeners = new Listeners(parts.open, this.#connections, gate, this.#events)
    this.#bridges = new Bridges({ ...parts.bridges, hub: this.hub })
    this.#sys = new SysPublisher({
      intervalSeconds: () => this.hub.config.general.sysIntervalSeconds,
      sample: () => this.#sample(),
      publish: (topic, payload) => this.publish(topic, payload, { retain: true }),
    })
  }

  /**
   * Takes up what the store has kept, listens, connects.
   *
   * @throws Failure when a listener cannot be opened; nothing is left open then.
   */
  async start(): Promise<void> {
    const { store, now, config } = this.#parts
    const mountPoints = new Map(config.listeners.map(({ name, mountPoint }) => [name, mountPoint]))
    if (store !== undefined)
      restore(this.hub, await store.recover(), (listener) => mountPoints.get(listener ?? '') ?? '')
    this.#sys.tick(now())
    await this.#listeners.apply(config.listeners)
    this.#bridges.apply(config.bridges)
    this.#timer = setInterval(() => this.#tick(), TICK_MS)
  }

  /**
   * Goes over to a new configuration, as far as a running broker can; says what waits for a restart.
   *
   * @throws Failure when a listener cannot be opened or reread; all else is as before then.
   */
  async reload(next: BrokerConfig, securities: Securities): Promise<void> {
    const { hub } = this
    const { gate, log } = this.#parts
    const { config, listeners, needsRestart } = reloadChanges(hub.config, next)
    await this.#listeners.apply(config.listeners, listeners.reopened)
    hub.reconfigure(config)
    gate.securities = securities
    for (const session of hub.sessions.values()) {
      const { owner, clientId } = session
      if (!this.#bridges.owns(session))
        session.owner = { ...owner, rights: gate.rightsOf(owner.listener, clientId, owner.username) }
    }
    hub.router.forgetAll()
    log.reopen(config.logging)
    this.#events.isVerbose = log.wants('debug')
    this.#events.showsConnections = config.logging.connectionMessages
    hub.outlets.watcher = this.#events.isVerbose ? this.#events : undefined
    if (needsRestart.length > 0)
      log.write('warning', `Warning: these changes wait for a restart: ${needsRestart.join(', ')}.`)
    this.#connections.reconfigure(config.listeners)
    this.#endUnwelcome(config)
    this.#bridges.apply(config.bridges)
  }

  /** Ends connections, with a word to those who understand it, and waits for the store. @throws what failed first. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    this.#bridges.stop()
    const closed = this.#listeners.close()
    this.#connections.endAll()
    await closeAll([() => closed, () => this.#parts.store?.close()])
  }

  /** A message of the broker itself, with QoS 2. */
  publish(topic: string, payload: string, { retain }: { readonly retain: boolean }): void {
    const expiresAt = retain ? undefined : this.hub.clock.now() + LOG_EXPIRY_SECONDS * 1000
    this.hub.publish(new Message(topic, Buffer.from(payload), 2, retain, undefined, expiresAt), undefined)
  }

  /** What keeps the store from making things durable; `undefined` when it does so again. */
  noteStore(problem: Error | undefined): void {
    this.hub.storeProblem = problem?.message
    this.#events.storeChanged(problem)
  }

  status(): BrokerStatus {
    const { name, version, now, memory } = this.#parts
    return {
      name,
      version,
      at: now(),
      startedAt: this.hub.clock.toMachineTime(this.#startedAt),
      counters: this.hub.counters,
      gauges: this.#gauges(),
      memory: memory(),
      rates: this.#rates.rates,
      listeners: this.#listeners.status(),
      bridges: this.#bridges.status(),
      refusals: this.#refusals.list(),
    }
  }

  #tick(): void {
    const { hub } = this
    const setSeconds = hub.clock.tick()
    if (setSeconds !== 0) this.#followClock(setSeconds)
    const seconds = hub.clock.uptimeSeconds
    this.#connections.check()
    checkSessions(hub)
    this.#sweep(seconds)
    this.#bridges.check()
    this.#rates.tick(seconds)
    this.#sys.tick(this.#parts.now())
  }

  #followClock(setSeconds: number): void {
    this.#events.tell(clockSet(setSeconds))
    saveTimes(this.hub)
  }

  /** mosquitto.conf(5) retain_expiry_interval. */
  #sweep(seconds: number): void {
    const { retainExpirySeconds } = this.hub.config.general
    if (retainExpirySeconds === undefined || seconds - this.#sweptAt < retainExpirySeconds) return
    this.#sweptAt = seconds
    this.hub.expireRetained()
  }

  /** Clients whose user, password or right to be anonymous is gone; Mosquitto does not tell those of 5.0 either. */
  #endUnwelcome(config: BrokerConfig): void {
    const { gate } = this.#parts
    const listeners = new Map(config.listeners.map((listener) => [listener.name, listener]))
    this.#connections.endWhere(({ client }) => {
      const listener = client && listeners.get(client.listener)
      if (client === undefined || listener === undefined) return false
      const { username, passwordHash } = client.owner
      const admission = {
        admitted: true,
        clientId: '',
        isAssigned: false,
        ...(username === undefined ? {} : { username }),
        ...(passwordHash === undefined ? {} : { passwordHash }),
      } as const
      return !stillAdmits(gate.securityOf(listener.name), listener, admission)
    })
  }

  #gauges(): Gauges {
    return hubGauges(this.hub, { openSockets: this.#connections.count, ...this.#connections.outgoing })
  }

  #sample() {
    const { version, memory } = this.#parts
    const { clock, counters } = this.hub
    const { uptimeSeconds } = clock
    return { version, uptimeSeconds, counters, gauges: this.#gauges(), memory: memory() }
  }
}
