/** The store on disk. What is noted is indexed in memory at once, and written by commits. */

import { Failure } from '../../diagnostics/failure.ts'
import type { Database } from './database.ts'
import { writeDelivery } from './delivery-row.ts'
import { GroupCommit } from './group-commit.ts'
import { levelReason, openLevelDatabase } from './level-database.ts'
import { loadRows } from './load-rows.ts'
import type { MessageReferences } from './message-references.ts'
import { writeMessage } from './message-row.ts'
import type { Recovery } from './recovery.ts'
import { deliveryKey, messageKey, receivedKey, retainedKey, subscriptionKey } from './row-key.ts'
import type { RowWriter } from './row-writer.ts'
import { writeSession } from './session-row.ts'
import { SessionRows } from './session-rows.ts'
import type {
  Recovered,
  Store,
  StoredDelivery,
  StoredMessage,
  StoredSession,
  StoredSubscription,
} from './store.ts'
import { prepareStoreFolder } from './store-folder.ts'
import { writeSubscription } from './subscription-row.ts'

export interface LevelStoreOptions {
  /** Made with mode 0700 when it is not there; the folder above it must be. */
  readonly folder: string
  /** Commits wait for the disk, and survive a loss of power; otherwise they survive the end of the process. */
  readonly sync: boolean
  /** From now on commits fail, until {@link onRecovery}; the store goes on in memory and tries by itself. */
  readonly onFailure?: (failure: Error) => void
  readonly onRecovery?: () => void
  readonly firstRetryMs?: number
  /** In place of LevelDB in `folder`. */
  readonly openDatabase?: () => Promise<Database>
}

const FIRST_RETRY_MS = 1000

/** @throws Failure when another broker uses the folder, when it is damaged, or cannot be read or written. */
export async function openLevelStore(options: LevelStoreOptions): Promise<Store> {
  const { folder, sync, onFailure, onRecovery, firstRetryMs } = options
  const open = options.openDatabase ?? (() => openLevelDatabase(folder, sync))
  await prepareStoreFolder(folder)
  const database = await open()
  try {
    const recovery = await loadRows(database, folder, false)
    const commits = new GroupCommit(database, {
      reopen: open,
      describe: (error) => writeFailure(folder, error),
      onFailure: onFailure ?? ignore,
      onRecovery: onRecovery ?? ignore,
      firstRetryMs: firstRetryMs ?? FIRST_RETRY_MS,
    })
    return new LevelStore(commits, recovery)
  } catch (error) {
    await database.close()
    throw error
  }
}

function ignore(): void {}

function writeFailure(folder: string, error: unknown): Error {
  if (error instanceof Failure) return error
  return new Failure(`cannot write to the store ${folder}: ${levelReason(error)}`, { cause: error })
}

class LevelStore implements Store {
  readonly #commits: GroupCommit
  readonly #sessions: Map<string, SessionRows>
  readonly #references: MessageReferences
  #lastSession: number
  #recovered: Recovered | undefined

  constructor(commits: GroupCommit, { sessions, references, lastSession, recovered }: Recovery) {
    this.#commits = commits
    this.#sessions = sessions
    this.#references = references
    this.#lastSession = lastSession
    this.#recovered = recovered
  }

  async recover(): Promise<Recovered> {
    const recovered = this.#recovered
    if (recovered === undefined) throw new Error('a store is recovered once')
    this.#recovered = undefined
    return recovered
  }

  putSession(session: StoredSession): void {
    const rows = this.#rows(session.clientId)
    this.#commits.notes.put(rows.key, (writer) => writeSession(writer, session), rows, !rows.isNoted)
    rows.isNoted = true
  }

  removeSession(clientId: string): void {
    const rows = this.#sessions.get(clientId)
    if (rows === undefined) return
    this.#sessions.delete(clientId)
    this.#commits.notes.removeSession(rows)
    for (const messageId of rows.messageIds()) this.#release(messageId)
  }

  putSubscription(clientId: string, subscription: StoredSubscription): void {
    const rows = this.#rows(clientId)
    const key = subscriptionKey(rows.key, subscription.filter)
    this.#commits.notes.put(key, (writer) => writeSubscription(writer, subscription), rows, false)
  }

  removeSubscription(clientId: string, filter: string): void {
    const rows = this.#sessions.get(clientId)
    if (rows !== undefined) this.#commits.notes.remove(subscriptionKey(rows.key, filter), rows)
  }

  putMessage(message: StoredMessage): number {
    const messageId = this.#references.add()
    const write = (writer: RowWriter): void => writeMessage(writer, message)
    this.#commits.notes.put(messageKey(messageId), write, undefined, true)
    return messageId
  }

  holdsMessage(messageId: number): boolean {
    return this.#references.has(messageId)
  }

  putDelivery(clientId: string, delivery: StoredDelivery): void {
    const rows = this.#rows(clientId)
    const { sequence, messageId } = delivery
    const isNew = !rows.messages.has(sequence)
    const before = rows.messages.get(sequence)
    rows.messages.set(sequence, messageId)
    const write = (writer: RowWriter): void => writeDelivery(writer, delivery)
    this.#commits.notes.put(deliveryKey(rows.key, sequence), write, rows, isNew)
    if (before === messageId) return
    this.#references.retain(messageId)
    this.#release(before)
  }

  removeDelivery(clientId: string, sequence: number): void {
    const rows = this.#sessions.get(clientId)
    if (rows?.messages.has(sequence) !== true) return
    const messageId = rows.messages.get(sequence)
    rows.messages.delete(sequence)
    this.#commits.notes.remove(deliveryKey(rows.key, sequence), rows)
    this.#release(messageId)
  }

  putReceived(clientId: string, packetId: number): void {
    const rows = this.#rows(clientId)
    this.#commits.notes.put(receivedKey(rows.key, packetId), writeNothing, rows, false)
  }

  removeReceived(clientId: string, packetId: number): void {
    const rows = this.#sessions.get(clientId)
    if (rows !== undefined) this.#commits.notes.remove(receivedKey(rows.key, packetId), rows)
  }

  putRetained(message: StoredMessage): void {
    const write = (writer: RowWriter): void => writeMessage(writer, message)
    this.#commits.notes.put(retainedKey(message.topic), write, undefined, false)
  }

  removeRetained(topic: string): void {
    this.#commits.notes.remove(retainedKey(topic))
  }

  get noted(): number {
    return this.#commits.noted
  }

  whenNoted(call: () => void): void {
    this.#commits.whenNoted(call)
  }

  get isDirty(): boolean {
    return this.#commits.isDirty
  }

  commit(done: (failure?: Error) => void): void {
    this.#commits.commit(done)
  }

  async close(): Promise<void> {
    try {
      await this.#commits.close()
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      throw new Failure(`${error.message}; it holds all that was acknowledged`, { cause: error })
    }
  }

  #rows(clientId: string): SessionRows {
    const known = this.#sessions.get(clientId)
    if (known !== undefined) return known
    const rows = new SessionRows(++this.#lastSession, false)
    this.#sessions.set(clientId, rows)
    return rows
  }

  #release(messageId: number | undefined): void {
    if (messageId !== undefined && this.#references.release(messageId))
      this.#commits.notes.remove(messageKey(messageId))
  }
}

/** A row that is all in its key. */
function writeNothing(): void {}
