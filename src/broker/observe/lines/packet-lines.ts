/** Lines about each packet, type debug: ask {@link Log.wants} first, they cost more than the packet. */

import type { Acknowledgement, Packet, Publish } from '../../packet/packet.ts'
import type { LogLine } from './log-line.ts'

/** A PUBLISH as lines show it: `topic` resolved where an alias stood for it. */
export type ShownPublish = Pick<Publish, 'duplicate' | 'qos' | 'retain' | 'packetId' | 'topic'> & {
  readonly payload: { readonly length: number }
}

/** `clientId`: its address before it has one. `topic`: of a PUBLISH, resolved where an alias stood for it. */
export function packetReceived(clientId: string, packet: Packet, topic?: string): LogLine[] {
  switch (packet.type) {
    case 'publish':
      return [publishLine('Received', 'from', clientId, topic === undefined ? packet : { ...packet, topic })]
    case 'puback':
    case 'pubcomp':
      return [
        debug(clientId, `${received(packet, clientId)} (Mid: ${packet.packetId}, RC:${packet.reasonCode})`),
      ]
    case 'pubrec':
    case 'pubrel':
      return [debug(clientId, `${received(packet, clientId)} (Mid: ${packet.packetId})`)]
    case 'subscribe':
      return [
        debug(clientId, received(packet, clientId)),
        ...packet.subscriptions.map(({ filter, qos }) => debug(clientId, `\t${filter} (QoS ${qos})`)),
      ]
    case 'unsubscribe':
      return [
        debug(clientId, received(packet, clientId)),
        ...packet.filters.map((filter) => debug(clientId, `\t${filter}`)),
      ]
    case 'connack':
      return [debug(clientId, `Received CONNACK on connection ${clientId}.`)]
    case 'auth':
      return [debug(clientId, `${received(packet, clientId)} (${authFacts(packet)})`)]
    default:
      return [debug(clientId, received(packet, clientId))]
  }
}

export function packetSent(clientId: string, packet: Packet): LogLine {
  const sending = `Sending ${nameOf(packet)} to ${clientId}`
  switch (packet.type) {
    case 'publish':
      return publishLine('Sending', 'to', clientId, packet)
    case 'connack':
      return debug(clientId, `${sending} (${packet.sessionPresent ? 1 : 0}, ${packet.reasonCode})`)
    case 'puback':
    case 'pubrec':
      return debug(clientId, `${sending} (m${packet.packetId}, rc${packet.reasonCode})`)
    case 'pubrel':
    case 'pubcomp':
      return debug(clientId, `${sending} (m${packet.packetId})`)
    case 'auth':
      return debug(clientId, `${sending} (${authFacts(packet)})`)
    default:
      return debug(clientId, sending)
  }
}

export function publishSent(clientId: string, packet: ShownPublish): LogLine {
  return publishLine('Sending', 'to', clientId, packet)
}

/** Its sender may not write there. `rule`: the line that decided, for machines. */
export function publishDenied(clientId: string, packet: ShownPublish, rule?: string): LogLine {
  const { type, message, fields } = publishLine('Denied', 'from', clientId, packet)
  return { type, message, fields: { ...fields, rule } }
}

/** `message_size_limit`: acknowledged, and dropped. */
export function publishTooLarge(clientId: string, packet: ShownPublish): LogLine {
  return publishLine('Dropped too large', 'from', clientId, packet)
}

/** The client's own Maximum Packet Size [MQTT-3.1.2-24]. */
export function publishTooLargeForClient(clientId: string, bytes: number): LogLine {
  return debug(clientId, `Dropping too large outgoing PUBLISH for ${clientId} (${bytes} bytes)`)
}

/** Mosquitto warns of PUBREC alone, and says nothing of the others. */
export function unknownPacketId(
  clientId: string,
  { type, packetId }: Pick<Acknowledgement, 'type' | 'packetId'>,
): LogLine {
  const what = `Received ${nameOf({ type })} from ${clientId} for an unknown packet identifier ${packetId}.`
  return type === 'pubrec'
    ? { type: 'warning', message: `Warning: ${what}`, fields: { client: clientId } }
    : debug(clientId, what)
}

export function subscribed(clientId: string, qos: number, filter: string): LogLine {
  return {
    type: 'subscribe',
    message: `${clientId} ${qos} ${filter}`,
    fields: { client: clientId, topic: filter, qos },
  }
}

export function unsubscribed(clientId: string, filter: string): LogLine {
  return {
    type: 'unsubscribe',
    message: `${clientId} ${filter}`,
    fields: { client: clientId, topic: filter },
  }
}

function publishLine(verb: string, way: 'from' | 'to', clientId: string, packet: ShownPublish): LogLine {
  const { duplicate, qos, retain, packetId, topic, payload } = packet
  const flags = `d${duplicate ? 1 : 0}, q${qos}, r${retain ? 1 : 0}, m${packetId}`
  return {
    type: 'debug',
    message: `${verb} PUBLISH ${way} ${clientId} (${flags}, '${topic}', ... (${payload.length} bytes))`,
    fields: { client: clientId, topic, qos, bytes: payload.length },
  }
}

function received(packet: Packet, clientId: string): string {
  return `Received ${nameOf(packet)} from ${clientId}`
}

function nameOf({ type }: Pick<Packet, 'type'>): string {
  return type.toUpperCase()
}

function authFacts({ reasonCode, properties }: Extract<Packet, { type: 'disconnect' | 'auth' }>): string {
  return `rc${reasonCode}, ${properties?.authenticationMethod ?? ''}`
}

function debug(clientId: string, message: string): LogLine {
  return { type: 'debug', message, fields: { client: clientId } }
}
