/** What becomes of a session and its will when its connection or its time is over (MQTT 5.0 3.1.2.5, 4.1). */

import { Message } from '../message/message.ts'
import { type Session, sourceOf } from '../session/session.ts'
import type { Hub } from './hub.ts'

/** The connection of `session` has ended. A client that said goodbye has taken its will back before. */
export function disconnectSession(hub: Hub, session: Session): void {
  const now = hub.clock.now()
  session.outlet = undefined
  session.disconnectedAt = now
  if (session.expirySeconds === 0) {
    endSession(hub, session)
    return
  }
  hub.sessions.moved(session)
  const delay = session.will?.properties?.willDelayInterval ?? 0
  if (session.will !== undefined && delay === 0) publishWill(hub, session)
  else if (session.will !== undefined) session.willDueAt = now + delay * 1000
  hub.sessions.save(session)
}

/** The session is over; a will that was waiting is published now [MQTT-3.1.2-8]. */
export function endSession(hub: Hub, session: Session): void {
  publishWill(hub, session)
  hub.sessions.remove(session)
}

/** Whether its client may publish it is asked now, not at CONNECT. */
export function publishWill(hub: Hub, session: Session): void {
  const { will, owner } = session
  session.will = undefined
  session.willDueAt = undefined
  if (will === undefined) return
  const { topic, payload, qos, retain, properties } = will
  if (!owner.rights.mayWrite(topic)) {
    hub.counters.publishDenied++
    hub.events.denied(session, topic, { qos, retain, payload, packetId: 0, duplicate: false })
    return
  }
  const { willDelayInterval, messageExpiryInterval, ...forwarded } = properties ?? {}
  const expiresAt =
    messageExpiryInterval === undefined ? undefined : hub.clock.now() + messageExpiryInterval * 1000
  hub.publish(new Message(topic, payload, qos, retain, forwarded, expiresAt, sourceOf(session)), session)
}

/** To be called about once a second: delayed wills, sessions whose time is over. */
export function checkSessions(hub: Hub): void {
  const now = hub.clock.now()
  for (const session of [...hub.sessions.withDueWill(now)]) {
    publishWill(hub, session)
    hub.sessions.save(session)
  }
  for (const session of [...hub.sessions.expired(now)]) {
    hub.counters.clientsExpired++
    hub.events.expired(session)
    endSession(hub, session)
  }
}
