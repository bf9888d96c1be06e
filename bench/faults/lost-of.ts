/** What a broker took responsibility for and did not deliver. */

import type { KillPublisher } from './kill-publisher.ts'
import type { KillSubscriber } from './kill-subscriber.ts'

/** How many messages of `topic` were acknowledged to `publisher` and never came to `subscriber`. */
export function lostOf(publisher: KillPublisher, subscriber: KillSubscriber, topic: string): number {
  const arrived = subscriber.arrivals(topic)
  let lost = 0
  for (const sequence of publisher.acknowledged) if (!arrived.has(sequence)) lost += 1
  return lost
}
