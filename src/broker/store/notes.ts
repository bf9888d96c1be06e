/** What has changed since some commit: rows to write and rows to remove. The last note of a key counts. */

import { type KeyRange, rangeOfSession } from './row-key.ts'
import type { RowWriter } from './row-writer.ts'
import type { SessionRows } from './session-rows.ts'

export type WriteRow = (writer: RowWriter) => void

/** A row to write, or to remove when there is nothing to write. */
export interface Change {
  readonly key: string
  readonly write: WriteRow | undefined
}

interface Note {
  readonly write: WriteRow | undefined
  readonly owner: SessionRows | undefined
  /** The key was never used before: taken back, the row leaves no trace. */
  isNew: boolean
}

/** How much notes grow before those of sessions that have gone are looked for. */
const PURGE_FLOOR = 1024

export class Notes {
  readonly #notes = new Map<string, Note>()
  readonly #onFirst: (() => void) | undefined
  /** How often something was noted, whatever became of it. */
  count = 0
  #removed: SessionRows[] = []
  #keptByPurge = 0

  /** `onFirst`: called before the first note. */
  constructor(onFirst?: () => void) {
    this.#onFirst = onFirst
  }

  get size(): number {
    return this.#notes.size
  }

  get isEmpty(): boolean {
    return this.#notes.size === 0
  }

  /** `write` is called later, perhaps never: what it writes must not change. `owner` of a row that goes with its session. */
  put(key: string, write: WriteRow, owner: SessionRows | undefined, isNew: boolean): void {
    this.#noted()
    const known = this.#notes.get(key)
    this.#notes.set(key, { write, owner, isNew: known === undefined ? isNew : known.isNew })
  }

  remove(key: string, owner?: SessionRows): void {
    this.#noted()
    if (this.#notes.get(key)?.isNew === true) this.#notes.delete(key)
    else this.#notes.set(key, { write: undefined, owner, isNew: false })
  }

  /** With its own row its others lose their meaning. */
  removeSession(session: SessionRows): void {
    this.remove(session.key)
    this.#removed.push(session)
  }

  /** To be called when these notes are committed: from now on the removed sessions have gone for all older notes. */
  seal(): void {
    for (const session of this.#removed) session.isGone = true
    this.#removed = this.#removed.filter(({ isWritten }) => isWritten)
  }

  /** Takes in sealed notes that are newer. */
  absorb(newer: Notes): void {
    for (const [key, note] of newer.#notes) {
      const older = this.#notes.get(key)
      if (note.write === undefined && older?.isNew === true) this.#notes.delete(key)
      else this.#notes.set(key, older === undefined ? note : { ...note, isNew: older.isNew })
    }
    for (const session of newer.#removed) this.#removed.push(session)
    if (this.#notes.size > 2 * this.#keptByPurge + PURGE_FLOOR) this.#purge()
  }

  /** A write of these notes has failed, and nobody knows how much of it took place. */
  forgetNew(): void {
    for (const note of this.#notes.values()) note.isNew = false
  }

  /** To be gone through once, for writing. */
  *changes(): Generator<Change> {
    for (const [key, { write, owner }] of this.#notes) {
      if (owner?.isGone === true) continue
      if (owner !== undefined) owner.isWritten = true
      yield { key, write }
    }
  }

  /** Where the removed sessions left rows in the database that nothing leads to any more. */
  orphanedRanges(): readonly KeyRange[] {
    return this.#removed.map(({ key }) => rangeOfSession(key))
  }

  #noted(): void {
    if (this.count === 0) this.#onFirst?.()
    this.count++
  }

  #purge(): void {
    for (const [key, { owner }] of this.#notes) if (owner?.isGone === true) this.#notes.delete(key)
    this.#keptByPurge = this.#notes.size
  }
}
