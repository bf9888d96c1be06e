/** What all sessions of a broker share: limits and counters, and the store's view of a session. */

import type { Clock } from '../hub/clock.ts'
import type { Message } from '../message/message.ts'
import type { Delivery } from '../message/outlet.ts'
import type { Counters } from '../observe/counters.ts'
import type { Store, StoredMessage } from '../store/store.ts'
import type { DeliveryJournal, QueueLimits } from './outgoing-messages.ts'

export interface SessionSettings {
  limits: QueueLimits
  /** Keeps messages with QoS 0 too for sessions that are away. */
  queueQos0: boolean
  /** Delivers with the subscription's QoS, even when the message's is lower. */
  upgradeQos: boolean
  /** False: one copy of a message for each 3.x client, whatever its subscriptions. */
  allowDuplicates: boolean
  /** Bytes of payload that a client may publish at once; `Infinity`: no limit. */
  messageSizeLimit: number
  readonly counters: Counters
  /** Told once when a client's full queue begins to lose messages. */
  readonly onDropping?: (clientId: string) => void
  /** `undefined`: nothing survives the broker. */
  readonly store: Store | undefined
  readonly clock: Clock
}

/** Notes a session's deliveries in the store; each message once for all sessions. */
export function deliveryJournal(store: Store, clientId: string, clock: Clock): DeliveryJournal {
  return {
    put: (delivery) => {
      const { message, sequence, packetId, state, qos, retain, subscriptionIdentifiers } = delivery
      const messageId = state === 'released' ? undefined : storedMessageId(store, message, clock)
      store.putDelivery(clientId, {
        sequence,
        packetId,
        state,
        qos,
        retain,
        ...(subscriptionIdentifiers === undefined ? {} : { subscriptionIdentifiers }),
        ...(messageId === undefined ? {} : { messageId }),
      })
    },
    remove: ({ sequence }: Delivery) => store.removeDelivery(clientId, sequence),
  }
}

function storedMessageId(store: Store, message: Message, clock: Clock): number {
  if (message.storeId === undefined || !store.holdsMessage(message.storeId))
    message.storeId = store.putMessage(storedMessage(message, clock))
  return message.storeId
}

export function storedMessage(
  { topic, payload, qos, retain, properties, expiresAt, source }: Message,
  { toMachineTime }: Clock,
): StoredMessage {
  return {
    topic,
    payload,
    qos,
    retain,
    ...(properties === undefined ? {} : { properties }),
    ...(expiresAt === undefined ? {} : { expiresAt: toMachineTime(expiresAt) }),
    ...(source === undefined ? {} : { sourceClientId: source.clientId }),
    ...(source?.username === undefined ? {} : { sourceUsername: source.username }),
    ...(source?.listener === undefined ? {} : { sourceListener: source.listener }),
  }
}
