/** What all connections of one broker share: sessions, routes, retained messages, the store, the turn. */

import type { BrokerConfig } from '../config/broker-config.ts'
import { Backlog } from '../connection/backlog.ts'
import type { OutletContext } from '../connection/connection-outlet.ts'
import { ReadQueue } from '../connection/read-queue.ts'
import { Turn } from '../connection/turn.ts'
import type { Message } from '../message/message.ts'
import type { Counters } from '../observe/counters.ts'
import type { Log } from '../observe/log.ts'
import { deliver } from '../routing/deliver.ts'
import type { RetainedMessages } from '../routing/retained-messages.ts'
import type { Router } from '../routing/router.ts'
import type { Subscriber, Subscription } from '../routing/subscription.ts'
import type { Session } from '../session/session.ts'
import type { SessionSettings } from '../session/session-settings.ts'
import { storedMessage } from '../session/session-settings.ts'
import type { Store } from '../store/store.ts'
import type { Clock } from './clock.ts'
import type { Gate } from './gate.ts'
import type { HubEvents } from './hub-events.ts'
import { passesFrames, sessionLimits } from './hub-settings.ts'
import type { Sessions } from './sessions.ts'

/** What a hub is made of; the rest it makes itself. */
export type HubParts = Pick<
  Hub,
  'router' | 'retained' | 'sessions' | 'settings' | 'store' | 'counters' | 'log' | 'clock' | 'gate' | 'events'
>

export class Hub {
  readonly router: Router
  readonly retained: RetainedMessages
  readonly sessions: Sessions
  readonly settings: SessionSettings
  readonly store: Store | undefined
  readonly counters: Counters
  readonly log: Log
  readonly clock: Clock
  readonly gate: Gate
  readonly events: HubEvents
  readonly turn: Turn
  readonly reads: ReadQueue
  readonly outlets: OutletContext
  config: BrokerConfig
  /** Why messages cannot be kept now; `undefined` while they can. */
  storeProblem: string | undefined = undefined

  constructor(config: BrokerConfig, parts: HubParts) {
    this.config = config
    this.router = parts.router
    this.retained = parts.retained
    this.sessions = parts.sessions
    this.settings = parts.settings
    this.store = parts.store
    this.counters = parts.counters
    this.log = parts.log
    this.clock = parts.clock
    this.gate = parts.gate
    this.events = parts.events
    this.turn = new Turn(parts.store, parts.clock.now)
    this.reads = new ReadQueue(this.turn)
    this.outlets = {
      turn: this.turn,
      counters: parts.counters,
      backlog: new Backlog(),
      now: this.clock.now,
      watcher: this.events.isVerbose ? this.events : undefined,
      passesFrames: passesFrames(parts.settings),
      onDropping: (clientId) => this.events.dropping(clientId),
    }
  }

  /** Counts what the store was told. An answer that stands for what raised it waits for the commit. */
  get noted(): number {
    return this.store?.noted ?? 0
  }

  /**
   * Keeps a message if it is to be retained, and gives it to everybody whose subscriptions match and who may read it.
   * Rights to write have been checked. Returns true when somebody's subscription matched.
   */
  publish(message: Message, from: Subscriber | undefined): boolean {
    if (message.retain) this.retain(message)
    return deliver(message, this.router.route(message.topic), from)
  }

  /** Takes a new configuration, for what concerns all sessions. */
  reconfigure(config: BrokerConfig): void {
    this.config = config
    Object.assign(this.settings, sessionLimits(config))
    this.outlets.passesFrames = passesFrames(this.settings)
  }

  /** False when there are as many sessions as allowed, and none of this identifier (`global_max_clients`). */
  hasRoomFor(clientId: string): boolean {
    const { globalMaxClients } = this.config.limits
    return (
      globalMaxClients < 0 ||
      this.sessions.count < globalMaxClients ||
      this.sessions.get(clientId) !== undefined
    )
  }

  /** With `check_retain_source`, a retained message goes to nobody once its publisher may not write its topic any more. */
  maySourceStillWrite({ source, topic }: Message): boolean {
    if (!this.config.general.checkRetainSource || source === undefined) return true
    return this.gate.rightsOf(source.listener, source.clientId, source.username).mayWrite(topic)
  }

  /** True when the subscription is new, false when it replaces one. */
  subscribe(session: Session, subscription: Subscription): boolean {
    const { requested, qos, noLocal, retainAsPublished, identifier } = subscription
    session.subscribe(subscription)
    if (session.keepsMessages) {
      this.store?.putSubscription(session.clientId, {
        filter: requested,
        qos,
        noLocal,
        retainAsPublished,
        ...(identifier === undefined ? {} : { subscriptionIdentifier: identifier }),
      })
    }
    return this.router.subscribe(session, subscription)
  }

  /** False when there was no such subscription. `requested` is the filter as the client wrote it. */
  unsubscribe(session: Session, requested: string): boolean {
    const subscription = session.subscriptions.get(requested)
    if (subscription === undefined) return false
    session.unsubscribe(requested)
    if (session.keepsMessages) this.store?.removeSubscription(session.clientId, requested)
    return this.router.unsubscribe(session, subscription)
  }

  /** An empty payload takes the retained message away [MQTT-3.3.1-6]. */
  retain(message: Message): void {
    if (message.payload.length === 0) {
      this.removeRetained(message.topic)
      return
    }
    this.retained.set(message)
    if (!message.topic.startsWith('$')) this.store?.putRetained(storedMessage(message, this.clock))
  }

  removeRetained(topic: string): void {
    if (this.retained.remove(topic)) this.store?.removeRetained(topic)
  }

  /** Lets go of retained messages whose time is over; nobody would get them, but they take memory. */
  expireRetained(): void {
    const now = this.clock.now()
    const expired = [...this.retained.all()].filter((message) => message.isExpired(now))
    for (const { topic } of expired) this.removeRetained(topic)
  }
}
