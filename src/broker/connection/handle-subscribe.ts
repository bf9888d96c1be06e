/** SUBSCRIBE and UNSUBSCRIBE from a client (MQTT 5.0 3.8, 3.10). Rights are asked when messages are delivered, never here. */

import type { Subscribe, SubscriptionRequest, Unsubscribe } from '../packet/packet.ts'
import { lowerQos } from '../packet/qos.ts'
import { REASON } from '../packet/reason-code.ts'
import { type Subscription, sharedParts } from '../routing/subscription.ts'
import type { ClientLink } from './client-link.ts'

export function handleSubscribe(link: ClientLink, packet: Subscribe): void {
  const { hub, session, outlet } = link
  const noted = hub.noted
  const identifier = packet.properties?.subscriptionIdentifiers?.[0]
  const made = packet.subscriptions.map((request) => {
    const subscription = subscriptionOf(link, request, identifier)
    hub.events.subscribed(session.clientId, subscription)
    const isNew = hub.subscribe(session, subscription)
    return { request, subscription, isNew }
  })
  if (hub.noted !== noted) outlet.awaitCommit()
  outlet.sendPacket({
    type: 'suback',
    packetId: packet.packetId,
    reasonCodes: made.map(({ subscription }) => subscription.qos),
  })
  for (const { request, subscription, isNew } of made) {
    if (subscription.shareName !== undefined) continue // [MQTT-4.8.2-5]
    if (request.retainHandling === 0 || (request.retainHandling === 1 && isNew))
      sendRetained(link, subscription)
  }
}

function subscriptionOf(
  { listener, isBridge }: ClientLink,
  request: SubscriptionRequest,
  identifier: number | undefined,
): Subscription {
  const shared = sharedParts(request.filter)
  return {
    filter: listener.mountPoint + (shared?.filter ?? request.filter),
    requested: request.filter,
    shareName: shared?.name,
    qos: lowerQos(request.qos, listener.maxQos), // [MQTT-3.8.4-7]
    noLocal: request.noLocal || isBridge,
    retainAsPublished: request.retainAsPublished || isBridge,
    identifier,
  }
}

function sendRetained({ hub, session }: ClientLink, { filter, qos, identifier }: Subscription): void {
  const now = hub.clock.now()
  for (const message of hub.retained.matching(filter)) {
    if (message.isExpired(now)) hub.removeRetained(message.topic)
    if (message.isExpired(now) || !session.mayRead(message.topic) || !hub.maySourceStillWrite(message))
      continue
    session.send(message, {
      qos: hub.settings.upgradeQos ? qos : lowerQos(message.qos, qos),
      retain: true, // [MQTT-3.3.1-8]
      subscriptionIdentifiers: identifier === undefined ? undefined : [identifier],
    })
  }
}

export function handleUnsubscribe({ hub, session, outlet }: ClientLink, packet: Unsubscribe): void {
  const noted = hub.noted
  const reasonCodes = packet.filters.map((requested) => {
    hub.events.unsubscribed(session.clientId, requested)
    return hub.unsubscribe(session, requested) ? REASON.success : REASON.noSubscriptionExisted
  })
  if (hub.noted !== noted) outlet.awaitCommit()
  outlet.sendPacket({ type: 'unsuback', packetId: packet.packetId, reasonCodes })
}
