/** PUBACK, PUBREC, PUBREL and PUBCOMP from a client (MQTT 5.0 3.4 to 3.7). */

import { writeLines } from '../observe/lines/log-line.ts'
import { unknownPacketId } from '../observe/lines/packet-lines.ts'
import type { Acknowledgement } from '../packet/packet.ts'
import { REASON } from '../packet/reason-code.ts'
import type { ClientLink } from './client-link.ts'

/** Whoever messages with QoS 1 and 2 are exchanged with: a client, or the other broker of a bridge. */
export type DeliveryLink = Pick<ClientLink, 'hub' | 'session' | 'outlet' | 'version'>

export function handleAcknowledgement(
  link: DeliveryLink,
  type: Acknowledgement['type'],
  packetId: number,
  reasonCode: number,
): void {
  switch (type) {
    case 'puback':
      finish(link, packetId, 'published', 1)
      return
    case 'pubrec':
      handlePubrec(link, packetId, reasonCode)
      return
    case 'pubrel':
      handlePubrel(link, packetId)
      return
    case 'pubcomp':
      finish(link, packetId, 'released', 2)
      return
  }
}

function finish(
  { session, hub }: DeliveryLink,
  packetId: number,
  state: 'published' | 'released',
  qos: 1 | 2,
): void {
  if (session.outgoing.qosOf(packetId) === qos && session.outgoing.acknowledge(packetId, state))
    session.goOn()
  else
    writeLines(hub.log, [
      unknownPacketId(session.clientId, { type: qos === 1 ? 'puback' : 'pubcomp', packetId }),
    ])
}

/** A failure ends the delivery [MQTT-4.3.3-4]; success is followed by PUBREL, for unknown packets too. */
function handlePubrec(
  { session, outlet, version, hub }: DeliveryLink,
  packetId: number,
  reasonCode: number,
): void {
  if (reasonCode >= 0x80) {
    if (session.outgoing.qosOf(packetId) === 2 && session.outgoing.acknowledge(packetId, 'published'))
      session.goOn()
    return
  }
  const noted = hub.noted
  const state = session.outgoing.receive(packetId)
  if (state === 'unknown')
    writeLines(hub.log, [unknownPacketId(session.clientId, { type: 'pubrec', packetId })])
  if (state === 'unknown' && version === 5) {
    outlet.sendPacket({ type: 'pubrel', packetId, reasonCode: REASON.packetIdentifierNotFound })
    return
  }
  if (hub.noted !== noted) outlet.awaitCommit()
  outlet.sendRelease(packetId)
}

/** Once PUBCOMP has left, the identifier may come again for a new message: so it must not survive the broker. */
function handlePubrel({ session, outlet, version, hub }: DeliveryLink, packetId: number): void {
  const noted = hub.noted
  const wasKnown = session.release(packetId)
  if (hub.noted !== noted) outlet.awaitCommit()
  if (wasKnown || version !== 5) outlet.acknowledge('pubcomp', packetId)
  else outlet.sendPacket({ type: 'pubcomp', packetId, reasonCode: REASON.packetIdentifierNotFound })
}
