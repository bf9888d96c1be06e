/** Takes up what the store has kept from the broker's last life. */

import { Message } from '../message/message.ts'
import type { Delivery } from '../message/outlet.ts'
import { type Subscription, sharedParts } from '../routing/subscription.ts'
import { Session } from '../session/session.ts'
import type {
  Recovered,
  RecoveredSession,
  StoredDelivery,
  StoredMessage,
  StoredSubscription,
  StoredWill,
} from '../store/store.ts'
import { disconnectSession } from './end-session.ts'
import type { Hub } from './hub.ts'

/** `mountPointOf`: of the listener that a session came in by. */
export function restore(
  hub: Hub,
  recovered: Recovered,
  mountPointOf: (listener: string | undefined) => string,
): void {
  const now = hub.clock.now()
  for (const stored of recovered.retained) hub.retained.set(messageOf(stored))
  const messages = new Map<number, Message>()
  for (const [id, stored] of recovered.messages) {
    const message = messageOf(stored)
    message.storeId = id
    messages.set(id, message)
  }
  const connected: Session[] = []
  for (const entry of recovered.sessions) {
    const session = restoreSession(hub, entry, messages, now, mountPointOf)
    if (entry.session.disconnectedAt === undefined) connected.push(session)
  }
  // The broker has ended, and with it their connections; wills find all sessions there.
  for (const session of connected) disconnectSession(hub, session)
}

function restoreSession(
  hub: Hub,
  { session: stored, subscriptions, deliveries, receivedPacketIds }: RecoveredSession,
  messages: ReadonlyMap<number, Message>,
  now: number,
  mountPointOf: (listener: string | undefined) => string,
): Session {
  const { clientId, username, listener, sessionExpirySeconds, disconnectedAt, will } = stored
  const owner = {
    username,
    listener,
    rights: hub.gate.rightsOf(listener, clientId, username),
    passwordHash: undefined,
  }
  const session = new Session(clientId, owner, hub.settings)
  session.expirySeconds = sessionExpirySeconds
  session.disconnectedAt = Math.min(disconnectedAt ?? now, now)
  session.isStored = true
  session.will = will?.will
  session.willDueAt = will && dueAfterRestart(will, now)
  session.restoreReceived(receivedPacketIds)
  hub.sessions.add(session)
  for (const subscription of subscriptions) {
    const restored = subscriptionOf(subscription, mountPointOf(listener))
    session.subscribe(restored)
    hub.router.subscribe(session, restored)
  }
  for (const delivery of deliveries) session.outgoing.restore(deliveryOf(delivery, messages))
  return session
}

/** A clock that was set back meanwhile makes nobody wait for longer than the whole delay. */
function dueAfterRestart({ will, dueAt }: StoredWill, now: number): number | undefined {
  if (dueAt === undefined) return undefined
  return Math.min(dueAt, now + (will.properties?.willDelayInterval ?? 0) * 1000)
}

function subscriptionOf(stored: StoredSubscription, mountPoint: string): Subscription {
  const shared = sharedParts(stored.filter)
  const { qos, noLocal, retainAsPublished, subscriptionIdentifier } = stored
  return {
    filter: mountPoint + (shared?.filter ?? stored.filter),
    requested: stored.filter,
    shareName: shared?.name,
    qos,
    noLocal,
    retainAsPublished,
    identifier: subscriptionIdentifier,
  }
}

/** A released delivery has no message any more, only its packet identifier. */
const RELEASED = new Message('released', Buffer.alloc(0), 2, false)

function deliveryOf(stored: StoredDelivery, messages: ReadonlyMap<number, Message>): Delivery {
  const { sequence, packetId, state, qos, retain, subscriptionIdentifiers, messageId } = stored
  const message = (messageId === undefined ? undefined : messages.get(messageId)) ?? RELEASED
  return { message, sequence, packetId, state, qos, retain, subscriptionIdentifiers }
}

function messageOf(stored: StoredMessage): Message {
  const { topic, payload, qos, retain, properties, expiresAt, sourceClientId: clientId } = stored
  const source =
    clientId === undefined
      ? undefined
      : { clientId, username: stored.sourceUsername, listener: stored.sourceListener }
  return new Message(topic, payload, qos, retain, properties, expiresAt, source)
}
