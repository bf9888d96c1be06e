/** The row of a subscription: its options as in SUBSCRIBE (MQTT 5.0 3.8.3.1), then its identifier. The filter is in the key. */

import { isQos } from '../packet/qos.ts'
import type { RowReader } from './row-reader.ts'
import type { RowWriter } from './row-writer.ts'
import type { StoredSubscription } from './store.ts'

const QOS = 0x03
const NO_LOCAL = 0x04
const RETAIN_AS_PUBLISHED = 0x08

export function writeSubscription(writer: RowWriter, subscription: StoredSubscription): void {
  const { qos, noLocal, retainAsPublished, subscriptionIdentifier } = subscription
  writer.byte(qos | (noLocal ? NO_LOCAL : 0) | (retainAsPublished ? RETAIN_AS_PUBLISHED : 0))
  writer.number(subscriptionIdentifier ?? 0)
}

/** `undefined`: the row is damaged. */
export function readSubscription(reader: RowReader, filter: string): StoredSubscription | undefined {
  const options = reader.byte()
  const identifier = reader.number()
  const qos = options & QOS
  if (!reader.isWhole || !isQos(qos)) return undefined
  return {
    filter,
    qos,
    noLocal: (options & NO_LOCAL) !== 0,
    retainAsPublished: (options & RETAIN_AS_PUBLISHED) !== 0,
    ...(identifier === 0 ? {} : { subscriptionIdentifier: identifier }),
  }
}
