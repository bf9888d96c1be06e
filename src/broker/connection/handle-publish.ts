/** PUBLISH from a client (MQTT 5.0 3.3, 4.3): checked, passed on, acknowledged. */

import { Message } from '../message/message.ts'
import type { Properties, Publish } from '../packet/packet.ts'
import { publishProperties } from '../packet/publish-properties.ts'
import { REASON } from '../packet/reason-code.ts'
import { hasProperties } from '../packet/write-properties.ts'
import { deliver } from '../routing/deliver.ts'
import type { ClientLink } from './client-link.ts'
import type { PublishTopic } from './publish-topics.ts'

export function handlePublish(link: ClientLink, packet: Publish): void {
  const { hub } = link
  hub.counters.publishReceived++
  hub.counters.publishBytesReceived += packet.payload.length
  const topic = topicOf(link, packet)
  if (topic === undefined) return
  const problem = publishProblem(link, packet)
  if (problem !== undefined) {
    link.refuse(problem.reasonCode, problem.message)
    return
  }
  const noted = hub.noted
  if (packet.qos === 2 && !link.session.receive(packet.packetId)) {
    if (hub.events.isVerbose) hub.events.received(link.source.clientId, packet, topic)
    link.outlet.acknowledge('pubrec', packet.packetId)
    return
  }
  const reasonCode = accept(link, packet, topic)
  // After a PUBREC that says no, the packet identifier is free again [MQTT-4.3.3-9].
  if (packet.qos === 2 && reasonCode >= 0x80 && link.version === 5) link.session.release(packet.packetId)
  if (packet.qos > 0 && hub.noted !== noted) link.outlet.awaitCommit()
  acknowledge(link, packet, reasonCode)
}

/** The name that the packet means, aliases resolved; `undefined` when the connection ends for it. */
function topicOf(link: ClientLink, { topic, properties }: Publish): string | undefined {
  const found = link.aliases.resolve(topic, properties?.topicAlias)
  if ('topic' in found && found.topic !== '') return found.topic
  if ('problem' in found && found.problem === 'too-large')
    link.refuse(REASON.topicAliasInvalid, 'its topic alias is larger than announced')
  else link.refuse(REASON.protocolError, 'its PUBLISH has neither a topic nor a known alias') // [MQTT-3.3.2-8]
  return undefined
}

function publishProblem(
  { hub, listener, session, version }: ClientLink,
  { qos, retain, packetId, properties }: Publish,
): { readonly reasonCode: number; readonly message: string } | undefined {
  if (qos > listener.maxQos)
    return { reasonCode: REASON.qosNotSupported, message: `QoS ${qos} is not allowed here` }
  if (retain && !hub.config.general.retainAvailable)
    return { reasonCode: REASON.retainNotSupported, message: 'retained messages are not allowed here' }
  if (properties?.subscriptionIdentifiers !== undefined)
    return { reasonCode: REASON.protocolError, message: 'its PUBLISH has a subscription identifier' } // [MQTT-3.3.4-6]
  const { maxInflightMessages: most } = hub.config.limits
  const isTooMany = qos === 2 && version === 5 && most > 0 && session.receivedCount >= most
  if (isTooMany && !session.hasReceived(packetId))
    return { reasonCode: REASON.receiveMaximumExceeded, message: 'it sends more than the receive maximum' } // [MQTT-3.3.4-9]
  return undefined
}

/** Passes the message on, if its sender may; returns the reason code for the acknowledgement. */
function accept(link: ClientLink, packet: Publish, name: string): number {
  const { hub, session } = link
  const target = link.topics.named(name)
  if (!target.mayWrite) {
    hub.counters.publishDenied++
    hub.events.denied(session, target.topic, packet)
    return REASON.notAuthorized
  }
  const { messageSizeLimit } = hub.config.limits
  if (messageSizeLimit > 0 && packet.payload.length > messageSizeLimit) {
    hub.counters.publishDropped++
    hub.events.tooLarge(session.clientId, target.topic, packet)
    return REASON.quotaExceeded // Mosquitto's 0x95 is none that PUBACK may have [MQTT-3.4.2-1].
  }
  if (hub.events.isVerbose) hub.events.received(link.source.clientId, packet, name)
  const message = messageOf(link, packet, target)
  if (message.retain) hub.retain(message)
  return deliver(message, target.route, session) ? REASON.success : REASON.noMatchingSubscribers
}

function messageOf({ hub, source }: ClientLink, packet: Publish, { topic }: PublishTopic): Message {
  const { properties, qos, retain } = packet
  const expiry = properties?.messageExpiryInterval
  const expiresAt = expiry === undefined ? undefined : hub.clock.now() + expiry * 1000
  const payload = retain ? Buffer.from(packet.payload) : packet.payload
  return new Message(topic, payload, qos, retain, forwarded(properties), expiresAt, source)
}

/** What goes along to receivers, but for the expiry; copied, since the read buffer would live as long as the message otherwise. */
function forwarded(properties: Properties | undefined): Properties | undefined {
  if (properties === undefined) return undefined
  const { messageExpiryInterval, ...kept } = publishProperties(properties) ?? {}
  const { correlationData } = kept
  if (correlationData !== undefined) return { ...kept, correlationData: Buffer.from(correlationData) }
  return hasProperties(kept) ? kept : undefined
}

/** 3.x knows no refusal: what was not accepted is acknowledged all the same (MQTT 3.1.1 3.3.5). */
function acknowledge({ outlet, version }: ClientLink, packet: Publish, reasonCode: number): void {
  const { qos, packetId } = packet
  if (qos === 0) return
  const isPlain = version !== 5 || reasonCode === REASON.success || (qos === 2 && reasonCode < 0x80)
  if (isPlain) outlet.acknowledge(qos === 1 ? 'puback' : 'pubrec', packetId)
  else outlet.sendPacket({ type: qos === 1 ? 'puback' : 'pubrec', packetId, reasonCode })
}
