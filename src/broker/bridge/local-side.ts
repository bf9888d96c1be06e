/** The near end of a bridge: its session on this broker, what that subscribes to, and what the bridge publishes here. */

import type { BridgeConfig } from '../config/broker-config.ts'
import type { Hub } from '../hub/hub.ts'
import { Message } from '../message/message.ts'
import type { Outlet } from '../message/outlet.ts'
import type { Publish } from '../packet/packet.ts'
import { publishProperties } from '../packet/publish-properties.ts'
import { lowerQos } from '../packet/qos.ts'
import { bridgeRights } from '../security/rights.ts'
import { NEVER_EXPIRES, Session } from '../session/session.ts'
import type { RemoteLimits } from './bridge-handshake.ts'
import type { BridgeTopics } from './bridge-topics.ts'

export class LocalSide {
  readonly session: Session
  readonly #config: BridgeConfig
  readonly #topics: BridgeTopics
  readonly #hub: Hub

  /** Takes the session over that an earlier bridge of this client identifier has left. */
  constructor(config: BridgeConfig, topics: BridgeTopics, hub: Hub) {
    this.#config = config
    this.#topics = topics
    this.#hub = hub
    this.session = this.#takeSession()
  }

  #takeSession(): Session {
    const { localClientId, localUsername, localCleanSession } = this.#config
    const { sessions, settings } = this.#hub
    const known = sessions.get(localClientId)
    const owner = {
      username: localUsername,
      rights: bridgeRights,
      listener: undefined,
      passwordHash: undefined,
    }
    const session = known ?? new Session(localClientId, owner, settings)
    session.owner = owner
    session.expirySeconds = localCleanSession ? 0 : NEVER_EXPIRES
    if (known === undefined) sessions.add(session)
    sessions.save(session)
    return session
  }

  /** Always anew; what it subscribed to under an earlier configuration goes. */
  subscribe({ maxQos, takesRetained }: RemoteLimits): void {
    for (const requested of [...this.session.subscriptions.keys()])
      this.#hub.unsubscribe(this.session, requested)
    for (const { filter, qos } of this.#topics.local) {
      this.#hub.subscribe(this.session, {
        filter,
        requested: filter,
        shareName: undefined,
        qos: lowerQos(qos, maxQos),
        noLocal: true,
        retainAsPublished: this.#config.outgoingRetain && takesRetained,
        identifier: undefined,
      })
    }
  }

  /** The other broker has let the bridge in: what waited goes to it through `outlet`, then what is retained. */
  connected(outlet: Outlet): void {
    this.session.outlet = outlet
    this.session.disconnectedAt = undefined
    this.#hub.sessions.moved(this.session)
    this.notify('1')
    this.session.resume()
    this.#sendRetained()
  }

  /** Nothing happens when it was not connected. */
  disconnected(): void {
    if (this.session.outlet === undefined) return
    this.session.outlet = undefined // `disconnectedAt` stays unset: the time of a bridge's session is never over
    this.#hub.sessions.moved(this.session)
    this.notify('0')
    if (this.#config.localCleanSession) this.session.forgetOutgoing()
  }

  /** Publishes the state of the connection. */
  notify(state: '0' | '1'): void {
    const { notifications, notificationTopic } = this.#config
    if (notifications)
      this.#hub.publish(new Message(notificationTopic, Buffer.from(state), 1, true), this.session)
  }

  /**
   * Whatever the other broker sends is published here, without being asked for its rights. What would have no name here,
   * such as `a/` without its prefix `a/`, is left out; Mosquitto closes the connection for it.
   */
  takeIn(packet: Publish, topic: string): void {
    const local = this.#topics.toLocal(topic)
    if (local === '') return
    const { clock } = this.#hub
    const { messageExpiryInterval, ...properties } = publishProperties(packet.properties ?? {}) ?? {}
    const expiresAt =
      messageExpiryInterval === undefined ? undefined : clock.now() + messageExpiryInterval * 1000
    const source = { clientId: this.session.clientId, username: undefined, listener: undefined }
    const payload = Buffer.from(packet.payload)
    this.#hub.publish(
      new Message(local, payload, packet.qos, packet.retain, properties, expiresAt, source),
      this.session,
    )
  }

  /** The bridge is no longer in the configuration. */
  remove(): void {
    this.#hub.sessions.remove(this.session)
  }

  /** Again at every connection, as Mosquitto does. */
  #sendRetained(): void {
    const now = this.#hub.clock.now()
    for (const { filter, qos, retainAsPublished } of this.session.subscriptions.values())
      for (const message of this.#hub.retained.matching(filter)) {
        if (message.isExpired(now) || message.source?.clientId === this.session.clientId) continue
        this.session.send(message, {
          qos: lowerQos(message.qos, qos),
          retain: retainAsPublished,
          subscriptionIdentifiers: undefined,
        })
      }
  }
}
