/** What a broker holds at this moment, counted by looking. */

import type { Gauges } from '../observe/broker-status.ts'
import type { Hub } from './hub.ts'

/** `openSockets`, and what waits for them, are known to those who keep the connections. */
export function hubGauges(
  hub: Hub,
  sockets: Pick<Gauges, 'openSockets' | 'outgoingPackets' | 'outgoingBytes'>,
): Gauges {
  let queuedMessages = 0
  let connected = 0
  for (const session of hub.sessions.values()) {
    queuedMessages += session.outgoingCount
    if (session.outlet !== undefined) connected++
  }
  return {
    clientsTotal: hub.sessions.count,
    clientsConnected: connected,
    subscriptions: hub.router.subscriptionCount,
    sharedSubscriptions: hub.router.sharedSubscriptionCount,
    retainedMessages: hub.retained.count,
    storedMessages: hub.retained.count + queuedMessages,
    storedBytes: hub.retained.bytes,
    queuedMessages,
    ...sockets,
  }
}
