/** The row of one entry of an outgoing queue: flags, then what they announce. Its sequence is in the key. */

import { isQos } from '../packet/qos.ts'
import type { RowReader } from './row-reader.ts'
import type { RowWriter } from './row-writer.ts'
import type { OutgoingState, StoredDelivery } from './store.ts'

const QOS = 0x03
const STATE_SHIFT = 2
const RETAIN = 0x10
const MESSAGE = 0x20
const PACKET_ID = 0x40
const IDENTIFIERS = 0x80

const STATES: readonly OutgoingState[] = ['queued', 'published', 'released']

export function writeDelivery(writer: RowWriter, delivery: StoredDelivery): void {
  const { state, qos, retain, packetId, messageId, subscriptionIdentifiers } = delivery
  writer.byte(
    qos |
      (STATES.indexOf(state) << STATE_SHIFT) |
      (retain ? RETAIN : 0) |
      (messageId === undefined ? 0 : MESSAGE) |
      (packetId === 0 ? 0 : PACKET_ID) |
      (subscriptionIdentifiers === undefined ? 0 : IDENTIFIERS),
  )
  if (packetId !== 0) writer.number(packetId)
  if (messageId !== undefined) writer.number(messageId)
  if (subscriptionIdentifiers === undefined) return
  writer.number(subscriptionIdentifiers.length)
  for (const identifier of subscriptionIdentifiers) writer.number(identifier)
}

/** `undefined`: the row is damaged. */
export function readDelivery(reader: RowReader, sequence: number): StoredDelivery | undefined {
  const flags = reader.byte()
  const qos = flags & QOS
  const state = STATES[(flags >> STATE_SHIFT) & 0x03]
  const packetId = (flags & PACKET_ID) === 0 ? 0 : reader.number()
  const message = (flags & MESSAGE) === 0 ? {} : { messageId: reader.number() }
  const identifiers = (flags & IDENTIFIERS) === 0 ? {} : { subscriptionIdentifiers: readNumbers(reader) }
  if (!reader.isWhole || !isQos(qos) || state === undefined) return undefined
  return { sequence, packetId, state, qos, retain: (flags & RETAIN) !== 0, ...identifiers, ...message }
}

function readNumbers(reader: RowReader): number[] {
  const numbers: number[] = []
  for (let left = reader.number(); left > 0 && !reader.isDamaged; left--) numbers.push(reader.number())
  return numbers
}
