/** One text for one state of a store, whatever keys its messages have and in which order its rows come. */

import type {
  Recovered,
  RecoveredSession,
  StoredDelivery,
  StoredMessage,
} from '../../../src/broker/store/store.ts'

export function canonical({ sessions, messages, retained }: Recovered): string {
  const named = new Set<number>()
  const texts = [...sessions].map((session) => canonicalSession(session, messages, named))
  for (const messageId of messages.keys())
    if (!named.has(messageId)) throw new Error(`no delivery names message ${messageId}`)
  return JSON.stringify({ sessions: texts.sort(), retained: [...retained].map(plainMessage).sort() }, null, 1)
}

function canonicalSession(
  { session, subscriptions, deliveries, receivedPacketIds }: RecoveredSession,
  messages: ReadonlyMap<number, StoredMessage>,
  named: Set<number>,
): string {
  return JSON.stringify({
    session: plain(session),
    subscriptions: subscriptions.map((subscription) => JSON.stringify(plain(subscription))).sort(),
    deliveries: deliveries.map((delivery) => plainDelivery(delivery, messages, named)),
    receivedPacketIds: [...receivedPacketIds].sort((a, b) => a - b),
  })
}

function plainDelivery(
  { messageId, ...delivery }: StoredDelivery,
  messages: ReadonlyMap<number, StoredMessage>,
  named: Set<number>,
): unknown {
  if (messageId === undefined) return plain(delivery)
  const message = messages.get(messageId)
  if (message === undefined) throw new Error(`message ${messageId} is missing`)
  named.add(messageId)
  return { ...plain(delivery), message: plainMessage(message) }
}

function plainMessage(message: StoredMessage): string {
  return JSON.stringify(plain(message))
}

/** With sorted keys, and bytes as hexadecimal digits. */
function plain(value: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .map(([name, field]) => [name, plainField(field)])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  )
}

function plainField(field: unknown): unknown {
  if (field instanceof Uint8Array) return Buffer.from(field).toString('hex')
  if (Array.isArray(field) || typeof field !== 'object' || field === null) return field
  return plain(field)
}
