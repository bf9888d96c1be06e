/** Gives an admitted client its session, new or continued, and answers its CONNECT (MQTT 5.0 3.1.4, 3.2). */

import type { ListenerConfig } from '../config/broker-config.ts'
import { endSession } from '../hub/end-session.ts'
import type { Hub } from '../hub/hub.ts'
import type { Connack, Connect, Will } from '../packet/packet.ts'
import type { Admission } from '../security/verdict.ts'
import { Session } from '../session/session.ts'
import type { Transport } from '../transport/transport.ts'
import { ConnectedClient, type LinkEnder } from './connected-client.ts'
import { ConnectionOutlet } from './connection-outlet.ts'
import { connackFor, sessionExpiry } from './handle-connect.ts'

const NO_LIMIT = 65_535

export interface Establishment {
  readonly hub: Hub
  readonly listener: ListenerConfig
  readonly transport: Transport
  readonly ender: LinkEnder
  /** Called when another connection continues the session. */
  readonly onDisplaced: () => void
}

/** The caller sends `connack`, before anything else. */
export function establish(
  parts: Establishment,
  asked: Connect,
  admitted: Admission,
): { readonly client: ConnectedClient; readonly connack: Connack } {
  const { hub, listener, transport } = parts
  const noted = hub.noted
  hub.sessions.get(admitted.clientId)?.outlet?.displace() // [MQTT-3.1.4-3]
  const { session, isContinued } = sessionFor(hub, listener, asked, admitted)
  const outlet = new ConnectionOutlet(
    transport,
    outletOptions(parts, asked, admitted),
    hub.outlets,
    parts.onDisplaced,
  )
  session.expirySeconds = sessionExpiry(hub, asked)
  session.isV5 = asked.version === 5
  session.receiveMaximum = asked.properties?.receiveMaximum ?? NO_LIMIT
  session.will = mountedWill(asked.will, listener.mountPoint)
  session.willDueAt = undefined // [MQTT-3.1.3-9]
  session.disconnectedAt = undefined
  session.outlet = outlet
  hub.sessions.add(session)
  const isKept = session.keepsMessages || session.isStored
  if (isKept) hub.sessions.save(session)
  if (hub.noted !== noted) outlet.awaitCommit()
  if (!isKept) hub.sessions.save(session) // its will alone, for which CONNACK does not wait
  hub.counters.connectionsAccepted++
  hub.counters.clientsMaximum = Math.max(hub.counters.clientsMaximum, hub.sessions.count)
  return {
    client: new ConnectedClient(hub, listener, asked, session, outlet, parts.ender),
    connack: connackFor(hub, listener, asked, admitted, isContinued),
  }
}

function sessionFor(
  hub: Hub,
  listener: ListenerConfig,
  asked: Connect,
  { clientId, username, passwordHash }: Admission,
): { readonly session: Session; readonly isContinued: boolean } {
  const owner = {
    username,
    rights: hub.gate.rightsOf(listener.name, clientId, username),
    listener: listener.name,
    passwordHash,
  }
  const known = hub.sessions.get(clientId)
  if (known !== undefined && asked.cleanStart)
    endSession(hub, known) // [MQTT-3.1.2-4]
  else if (known !== undefined) {
    if (known.owner.username !== username || known.owner.listener !== listener.name) hub.router.forgetAll()
    known.owner = owner
    return { session: known, isContinued: true }
  }
  return { session: new Session(clientId, owner, hub.settings), isContinued: false }
}

function outletOptions(
  { listener }: Establishment,
  { version, properties }: Connect,
  { clientId }: Admission,
) {
  const { mountPoint } = listener
  return {
    clientId,
    version,
    maxPacketSize: properties?.maximumPacketSize ?? 0,
    topicAliasMaximum: Math.min(properties?.topicAliasMaximum ?? 0, listener.maxTopicAliasBroker),
    outgoingTopic: mountPoint === '' ? undefined : (topic: string) => withoutMountPoint(topic, mountPoint),
    mayTakeFrames: true,
  }
}

function withoutMountPoint(topic: string, mountPoint: string): string {
  return topic.startsWith(mountPoint) ? topic.slice(mountPoint.length) : topic
}

function mountedWill(will: Will | undefined, mountPoint: string): Will | undefined {
  return will === undefined
    ? undefined
    : { ...will, topic: mountPoint + will.topic, payload: Buffer.from(will.payload) }
}
