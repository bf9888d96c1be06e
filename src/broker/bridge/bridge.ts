/** One bridge: keeps a connection to another broker and exchanges the topics of its configuration (bridge.c of Mosquitto). */

import type { BridgeAddress, BridgeConfig } from '../config/broker-config.ts'
import type { ConnectionOutlet } from '../connection/connection-outlet.ts'
import type { Hub } from '../hub/hub.ts'
import { Message } from '../message/message.ts'
import type { Connack, Connect, Publish } from '../packet/packet.ts'
import { publishProperties } from '../packet/publish-properties.ts'
import { lowerQos } from '../packet/qos.ts'
import { bridgeRights } from '../security/rights.ts'
import { NEVER_EXPIRES, Session } from '../session/session.ts'
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
  readonly session: Session
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
    this.session = this.#localSession()
    this.#since = parts.hub.clock.now()
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
    this.#subscribeLocally()
    this.#notifyLocally('0')
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
    this.#parts.hub.sessions.remove(this.session)
  }

  get #address(): BridgeAddress {
    return this.config.addresses[this.#addressIndex] ?? { host: '', port: 0 }
  }

  #localSession(): Session {
    const { hub } = this.#parts
    const { localClientId } = this.config
    const known = hub.sessions.get(localClientId)
    const owner = {
      username: this.config.localUsername,
      rights: bridgeRights,
      listener: undefined,
      passwordHash: undefined,
    }
    const session = known ?? new Session(localClientId, owner, hub.settings)
    session.owner = owner
    session.expirySeconds = this.config.localCleanSession ? 0 : NEVER_EXPIRES
    if (known === undefined) hub.sessions.add(session)
    hub.sessions.save(session)
    return session
  }

  /** Always anew; what it subscribed to under an earlier configuration goes. */
  #subscribeLocally(): void {
    const { hub } = this.#parts
    for (const requested of [...this.session.subscriptions.keys()]) hub.unsubscribe(this.session, requested)
    for (const { filter, qos } of this.#topics.local) {
      hub.subscribe(this.session, {
        filter,
        requested: filter,
        shareName: undefined,
        qos: lowerQos(qos, this.#limits.maxQos),
        noLocal: true,
        retainAsPublished: this.config.outgoingRetain && this.#limits.takesRetained,
        identifier: undefined,
      })
    }
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
      onPublish: (packet, topic) => this.#takeIn(packet, topic),
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
    this.session.outlet = outlet
    this.#outlet = outlet
    this.session.disconnectedAt = undefined
    hub.sessions.moved(this.session)
    this.#notifyLocally('1')
    this.session.resume()
    this.#sendRetained()
  }

  #notifyRemotely(connection: BridgeConnection): void {
    const { topic, payload, qos, retain } = stateMessage(this.config, '1', this.#limits)
    connection.publish(new Message(topic, payload, qos, retain))
  }

  /** Again at every connection, as Mosquitto does. */
  #sendRetained(): void {
    const { hub } = this.#parts
    const now = hub.clock.now()
    for (const { filter, qos, retainAsPublished } of this.session.subscriptions.values())
      for (const message of hub.retained.matching(filter)) {
        if (message.isExpired(now) || message.source?.clientId === this.session.clientId) continue
        this.session.send(message, {
          qos: lowerQos(message.qos, qos),
          retain: retainAsPublished,
          subscriptionIdentifiers: undefined,
        })
      }
  }

  #notifyLocally(state: '0' | '1'): void {
    if (!this.config.notifications) return
    this.#parts.hub.publish(
      new Message(this.config.notificationTopic, Buffer.from(state), 1, true),
      this.session,
    )
  }

  /** Whatever the other broker sends is published here, without being asked for its rights. */
  #takeIn(packet: Publish, topic: string): void {
    const { hub } = this.#parts
    this.#messagesIn++
    const { messageExpiryInterval, ...properties } = publishProperties(packet.properties ?? {}) ?? {}
    const expiresAt =
      messageExpiryInterval === undefined ? undefined : hub.clock.now() + messageExpiryInterval * 1000
    const source = { clientId: this.session.clientId, username: undefined, listener: undefined }
    const local = this.#topics.toLocal(topic)
    hub.publish(
      new Message(
        local,
        Buffer.from(packet.payload),
        packet.qos,
        packet.retain,
        properties,
        expiresAt,
        source,
      ),
      this.session,
    )
  }

  #learn(connack: Connack, tried: Connect): void {
    this.#parts.events.refused(this.name, connack.reasonCode, tried.version)
    const lesson = lessonOf(connack, tried, this.#limits)
    if (lesson === undefined) return
    this.#limits = lesson
    this.#subscribeLocally()
  }

  #ended(problem: string): void {
    const { hub, events } = this.#parts
    const lasted = this.#connectedAt === undefined ? undefined : hub.clock.seconds - this.#connectedAt
    this.#connection = undefined
    this.#connectedAt = undefined
    this.#problem = problem
    this.#messagesOut += this.#outlet?.publishedCount ?? 0
    this.#outlet = undefined
    if (this.session.outlet !== undefined) {
      this.session.outlet = undefined // `disconnectedAt` stays unset: the time of a bridge's session is never over
      hub.sessions.moved(this.session)
      this.#notifyLocally('0')
      if (this.config.localCleanSession) this.session.forgetOutgoing()
    }
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
