/**
 * Reads the database: what it holds for the broker, and the store's own index of it. Rows that nothing leads to (of
 * removed sessions, of messages that nobody waits for) are noted for removal.
 */

import type { Database, Row } from './database.ts'
import { readDelivery } from './delivery-row.ts'
import { MessageReferences } from './message-references.ts'
import { readMessage } from './message-row.ts'
import { Notes } from './notes.ts'
import {
  deliveryKey,
  MESSAGES,
  messageOfKey,
  packetIdOfName,
  parseSessionKey,
  RETAINED,
  SESSIONS,
  type SessionKey,
  sequenceOfName,
} from './row-key.ts'
import { RowReader } from './row-reader.ts'
import { readSession } from './session-row.ts'
import { SessionRows } from './session-rows.ts'
import type { Recovered, StoredDelivery, StoredMessage, StoredSession, StoredSubscription } from './store.ts'
import { readSubscription } from './subscription-row.ts'

interface Draft {
  readonly number: number
  readonly session: StoredSession
  readonly rows: SessionRows
  readonly subscriptions: StoredSubscription[]
  readonly deliveries: StoredDelivery[]
  readonly receivedPacketIds: number[]
}

/** What the store holds. */
export interface StoreCounts {
  readonly sessions: number
  /** That wait for clients. */
  readonly messages: number
  readonly retained: number
}

export class Recovery {
  /** By client identifier. */
  readonly sessions = new Map<string, SessionRows>()
  readonly references = new MessageReferences()
  /** Highest number of a session. */
  lastSession = 0
  /** Rows to remove. */
  readonly leftovers = new Notes()
  /** Keys of rows that cannot be read; they are among the leftovers. */
  readonly damaged: string[] = []
  readonly #drafts: Draft[] = []
  readonly #messages = new Map<number, StoredMessage>()
  readonly #retained: StoredMessage[] = []

  /** @throws what the database throws. */
  async read(database: Database): Promise<void> {
    await this.#readSessions(database)
    for await (const row of database.rows(MESSAGES)) this.#readMessage(row)
    this.#indexDeliveries()
    for await (const row of database.rows(RETAINED)) this.#readRetained(row)
  }

  /** Only when nothing is damaged. */
  get recovered(): Recovered {
    return { sessions: this.#drafts, messages: this.#messages, retained: this.#retained }
  }

  get counts(): StoreCounts {
    const { size: messages } = this.#messages
    return { sessions: this.#drafts.length, messages, retained: this.#retained.length }
  }

  async #readSessions(database: Database): Promise<void> {
    let draft: Draft | undefined
    for await (const row of database.rows(SESSIONS)) {
      const key = parseSessionKey(row.key)
      if (key === undefined) this.#damage(row)
      else if (key.kind === '') draft = this.#begin(key.session, row)
      else if (key.session !== draft?.number) this.leftovers.remove(row.key)
      else if (!this.#add(draft, key, row)) this.#damage(row)
    }
  }

  #begin(number: number, row: Row): Draft | undefined {
    this.lastSession = number
    const session = readSession(new RowReader(row))
    if (session === undefined || this.sessions.has(session.clientId)) {
      this.#damage(row)
      return undefined
    }
    const rows = new SessionRows(number, true)
    const draft = { number, session, rows, subscriptions: [], deliveries: [], receivedPacketIds: [] }
    this.sessions.set(session.clientId, rows)
    this.#drafts.push(draft)
    return draft
  }

  /** False when the row is damaged. */
  #add(draft: Draft, { kind, name }: SessionKey, row: Row): boolean {
    const reader = new RowReader(row)
    if (kind === 'f') return pushDefined(draft.subscriptions, readSubscription(reader, name))
    if (kind === 'p') return reader.isWhole && pushDefined(draft.receivedPacketIds, packetIdOfName(name))
    const sequence = sequenceOfName(name)
    if (sequence === undefined) return false
    const delivery = readDelivery(reader, sequence)
    this.references.retain(delivery?.messageId)
    return pushDefined(draft.deliveries, delivery)
  }

  #readMessage(row: Row): void {
    const messageId = messageOfKey(row.key)
    if (messageId === undefined) {
      this.#damage(row)
    } else if (this.references.has(messageId)) {
      const message = readMessage(new RowReader(row))
      if (message === undefined) this.#damage(row)
      else this.#messages.set(messageId, message)
    } else {
      this.leftovers.remove(row.key)
    }
  }

  /** Deliveries without their message are damaged too. */
  #indexDeliveries(): void {
    for (const { rows, deliveries } of this.#drafts) {
      for (const { messageId, sequence } of deliveries) {
        if (messageId === undefined || this.#messages.has(messageId)) rows.messages.set(sequence, messageId)
        else this.#damageKey(deliveryKey(rows.key, sequence))
      }
    }
  }

  #readRetained(row: Row): void {
    const message = readMessage(new RowReader(row))
    if (message === undefined) this.#damage(row)
    else this.#retained.push(message)
  }

  #damage({ key }: Row): void {
    this.#damageKey(key)
  }

  #damageKey(key: string): void {
    this.damaged.push(key)
    this.leftovers.remove(key)
  }
}

/** False when there is nothing to push. */
function pushDefined<T>(list: T[], value: T | undefined): boolean {
  if (value !== undefined) list.push(value)
  return value !== undefined
}
