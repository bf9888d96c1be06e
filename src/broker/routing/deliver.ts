/** Gives a message to its receivers. */

import type { Message } from '../message/message.ts'
import type { Route } from './router.ts'
import type { Subscriber } from './subscription.ts'

export type Receivers = Pick<Route, 'topic' | 'targets' | 'groups'>

/** To all targets but the sender's own with no local, and to one member of each group; true when there are any. */
export function deliver(message: Message, receivers: Receivers, from: Subscriber | undefined): boolean {
  const { topic, targets, groups } = receivers
  for (const { subscriber, subscription } of targets)
    if (!subscription.noLocal || subscriber !== from) subscriber.deliver(message, subscription) // [MQTT-3.8.3-3]
  for (const group of groups) {
    const target = group.next(topic)
    target?.subscriber.deliver(message, target.subscription)
  }
  return targets.length > 0 || groups.length > 0
}
