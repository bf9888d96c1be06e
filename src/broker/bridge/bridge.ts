/** One bridge: keeps a connection to another broker and exchanges the topics of its configuration (bridge.c of Mosquitto). */

import type { BridgeAddress, BridgeConfig } from '../config/broker-config.ts'
import type { ConnectionOutlet } from '../connection/connection-outlet.ts'
import type { Hub } from '../hub/hub.ts'
import { Message } from '../message/message.ts'
import type { Connack, Connect } from '../packet/packet.ts'
import type { Session } from '../session/session.ts'
import type { dial } from '../transport/dial.ts'
import { Backoff } from './backoff.ts'
import { BridgeConnection } from './bridge-connection.ts'
import type { BridgeEvents, BridgeSnapshot } from './bridge-events.ts'
import {
  bridgeConnect,
  isNewSession,
  lessonOf,
  NO_LIMITS,
  type RemoteLimits,
  stateMessage,
  topicRequests,
} from './bridge-handshake.ts'
import { type BridgeTopics, bridgeTopics } from './bridge-topics.ts'
import { LocalSide } from './local-side.ts'

/** Opens a connection; in the tests, something else than a socket. */
export type Dial = typeof dial

export interface BridgeParts {
  readonly hub: Hub
  readonly events: BridgeEvents
  readonly dial: Dial
  /** From 0 up to 1. */
  readonly random: () => number
}

/** Seconds between tries of the first address while another one is in use. */
const FIRST_ADDRESS_SECONDS = 5

export class Bridge {
  readonly config: BridgeConfig
  readonly #parts: BridgeParts
  readonly #topics: BridgeTopics
  readonly #local: LocalSide
  readonly #backoff: Backoff
  #limits: RemoteLimits = NO_LIMITS
  #connection: BridgeConnection | undefined = undefined
  #dialing: { destroy(): void } | undefined = undefined
  #addressIndex = 0
  #connectedAt: number | undefined = undefined
  /** Of the hub's clock; `undefined`: not until there is a reason. */
  #retryAt: number | undefined = undefined
  #isStopped = false
  #reconnections = 0
  #messagesIn = 0
  /** Over earlier connections. */
  #messagesOut = 0
  #outlet: ConnectionOutlet | undefined = undefined
  #since: number
  #state: BridgeSnapshot['state'] = 'connecting'
  #problem: string | undefined = undefined

  constructor(config: BridgeConfig, parts: BridgeParts) {
    this.config = config
    this.#parts = parts
    this.#topics = bridgeTopics(config.topics)
    this.#backoff = new Backoff(config.restart, parts.random)
    this.#local = new LocalSide(config, this.#topics, parts.hub)
    this.#since = parts.hub.clock.now()
  }

  get session(): Session {
    return this.#local.session
  }

  get name(): string {
    return this.config.name
  }

  get snapshot(): BridgeSnapshot {
    const { host, port } = this.#address
    return {
      state: this.#state,
      address: `${host}:${port}`,
      since: this.#parts.hub.clock.toMachineTime(this.#since),
      messagesIn: this.#messagesIn,
      messagesOut: this.#messagesOut + (this.#outlet?.publishedCount ?? 0),
      queuedMessages: this.session.outgoingCount,
      reconnections: this.#reconnections,
      problem: this.#problem,
    }
  }

  /** Connects for the first time; lazy bridges too. */
  start(): void {
    this.#local.subscribe(this.#limits)
    this.#local.notify('0')
    this.#dial()
  }

  /** To be called about once a second. */
  check(): void {
    this.#connection?.checkKeepAlive()
    const { seconds } = this.#parts.hub.clock
    if (this.#retryAt !== undefined && seconds >= this.#retryAt) this.#dial()
    else if (this.config.startType === 'lazy' && this.#state === 'waiting' && this.#isWanted()) this.#dial()
    else if (this.#shouldTryFirst(seconds)) this.#tryFirst()
  }

  /** Ends the connection; the session stays, with what waits in it. */
  stop(): void {
    this.#isStopped = true
    this.#retryAt = undefined
    this.#dialing?.destroy()
    this.#connection?.end('the broker stops')
  }

  /** Ends the bridge for good: it is no longer in the configuration. */
  remove(): void {
    this.stop()
    this.#local.remove()
  }

  get #address(): BridgeAddress {
    return this.config.addresses[this.#addressIndex] ?? { host: '', port: 0 }
  }

  #dial(): void {
    if (this.#connection !== undefined || this.#isStopped) return
    const { hub, dial, events } = this.#parts
    const address = this.#address
    this.#retryAt = undefined
    this.#setState('connecting')
    events.connecting(this.name, address)
    const connect = bridgeConnect(this.config, this.#limits)
    const connection = new BridgeConnection({
      hub,
      session: this.session,
      connect,
      toRemote: this.#topics.toRemote,
      maxPacketSize: this.config.maxPacketSize,
      maxTopicAlias: this.config.maxTopicAlias,
      onAccepted: (outlet, connack) => {
        if (isNewSession(connack, connect)) this.session.forgetReceived()
        this.#begin(connection, connect, outlet)
      },
      onRefused: (connack) => this.#learn(connack, connect),
      onPublish: (packet, topic) => {
        this.#messagesIn++
        this.#local.takeIn(packet, topic)
      },
      onEnded: (problem) => this.#ended(problem),
    })
    this.#connection = connection
    this.#dialing = dial(address, this.config, connection)
  }

  #begin(connection: BridgeConnection, connect: Connect, outlet: ConnectionOutlet): void {
    const { hub, events } = this.#parts
    this.#connectedAt = hub.clock.seconds
    this.#problem = undefined
    this.#setState('connected')
    events.connected(this.name, this.#address)
    if (this.config.notifications && !this.config.notificationsLocalOnly) this.#notifyRemotely(connection)
    for (const request of topicRequests(this.#topics, connect, this.config.attemptUnsubscribe))
      outlet.sendPacket(request)
    this.#outlet = outlet
    this.#local.connected(outlet)
  }

  #notifyRemotely(connection: BridgeConnection): void {
    const { topic, payload, qos, retain } = stateMessage(this.config, '1', this.#limits)
    connection.publish(new Message(topic, payload, qos, retain))
  }

  #learn(connack: Connack, tried: Connect): void {
    this.#parts.events.refused(this.name, connack.reasonCode, tried.version)
    const lesson = lessonOf(connack, tried, this.#limits)
    if (lesson === undefined) return
    this.#limits = lesson
    this.#local.subscribe(this.#limits)
  }

  #ended(problem: string): void {
    const { hub, events } = this.#parts
    const lasted = this.#connectedAt === undefined ? undefined : hub.clock.seconds - this.#connectedAt
    this.#connection = undefined
    this.#connectedAt = undefined
    this.#problem = problem
    this.#messagesOut += this.#outlet?.publishedCount ?? 0
    this.#outlet = undefined
    this.#local.disconnected()
    const address = this.#address // before the retry chooses the next one
    const retrySeconds = this.#planRetry(lasted)
    this.#setState(this.#isStopped ? 'stopped' : 'waiting')
    events.disconnected(this.name, address, { wasConnected: lasted !== undefined, problem }, retrySeconds)
  }

  #planRetry(lastedSeconds: number | undefined): number | undefined {
    const { startType, addresses } = this.config
    if (this.#isStopped || startType === 'once') return undefined
    if (startType === 'lazy' && lastedSeconds !== undefined) return undefined
    this.#addressIndex = (this.#addressIndex + 1) % addresses.length
    this.#reconnections++
    const seconds = this.#backoff.next(lastedSeconds)
    this.#retryAt = this.#parts.hub.clock.seconds + Math.ceil(seconds)
    return seconds
  }

  /** A lazy bridge connects when enough waits. */
  #isWanted(): boolean {
    return this.#retryAt === undefined && this.session.outgoingCount >= this.config.threshold
  }

  #shouldTryFirst(seconds: number): boolean {
    if (this.config.roundRobin || this.#addressIndex === 0 || this.#connectedAt === undefined) return false
    return seconds > this.#connectedAt && (seconds - this.#connectedAt) % FIRST_ADDRESS_SECONDS === 0
  }

  /** A bare connection to the first address; when it is there, the bridge moves back to it. */
  #tryFirst(): void {
    const first = this.config.addresses[0]
    if (first === undefined) return
    const probe = this.#parts.dial(first, this.config, {
      onOpen: () => {
        probe.destroy()
        if (this.#connection === undefined || this.#isStopped) return
        this.#addressIndex = this.config.addresses.length - 1
        this.#connection.end('the first address is there again')
        this.#retryAt = this.#parts.hub.clock.seconds
      },
      onData: () => {},
      onDrained: () => {},
      onClosed: () => {},
    })
  }

  #setState(state: BridgeSnapshot['state']): void {
    this.#state = state
    this.#since = this.#parts.hub.clock.now()
  }
}
