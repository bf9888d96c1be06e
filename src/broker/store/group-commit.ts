/**
 * Writes notes to the database, one batch at a time: what is committed while a batch is under way goes into the next
 * as a whole. After a failure all is kept in memory, and the database is opened anew until it takes what waits.
 */

import type { Database } from './database.ts'
import { Notes } from './notes.ts'

export type Done = (failure?: Error) => void

export interface GroupCommitOptions {
  /** Opens the database anew, after a failure. */
  readonly reopen: () => Promise<Database>
  /** Makes of what a write has failed with what the user is told. */
  readonly describe: (error: unknown) => Error
  /** Nothing can be made durable from now on. */
  readonly onFailure: (failure: Error) => void
  /** All that was noted is durable again. */
  readonly onRecovery: () => void
  readonly firstRetryMs: number
}

const SLOWEST_RETRY_MS = 60_000

export class GroupCommit {
  readonly #options: GroupCommitOptions
  #database: Database
  #onNoted: (() => void) | undefined = undefined
  /** Since the last commit. */
  #current = this.#newNotes()
  /** Before {@link #current}. */
  #notedBefore = 0
  /** Committed, and not under way yet. */
  #sealed = new Notes()
  #waiting: Done[] = []
  #writing: { readonly notes: Notes; readonly done: Done[] } | undefined = undefined
  #failure: Error | undefined = undefined
  #retry: NodeJS.Timeout | undefined = undefined
  #retryMs: number
  /** Ends when ranges of removed sessions are cleared. */
  #clearing: Promise<unknown> = Promise.resolve()
  /** Ends when the retry under way has. */
  #retrying: Promise<void> | undefined = undefined

  constructor(database: Database, options: GroupCommitOptions) {
    this.#database = database
    this.#options = options
    this.#retryMs = options.firstRetryMs
  }

  /** For what is to be noted now. */
  get notes(): Notes {
    return this.#current
  }

  /** Counts what was noted. */
  get noted(): number {
    return this.#notedBefore + this.#current.count
  }

  /** Has `call` called at the first note after each commit. */
  whenNoted(call: () => void): void {
    this.#onNoted = call
  }

  get isDirty(): boolean {
    return !this.#current.isEmpty || this.#failure !== undefined
  }

  commit(done: Done): void {
    this.#seal()
    if (this.#failure !== undefined) {
      done(this.#failure)
    } else if (!this.#sealed.isEmpty || this.#waiting.length > 0) {
      this.#waiting.push(done)
      if (this.#writing === undefined) this.#write()
    } else if (this.#writing === undefined) {
      done()
    } else {
      this.#writing.done.push(done)
    }
  }

  /** Commits, then closes the database. @throws what kept the notes from being written. */
  async close(): Promise<void> {
    const failure = await new Promise<Error | undefined>((resolve) => this.commit(resolve))
    if (failure !== undefined) await this.#tryLast()
    await this.#clearing
    try {
      await this.#database.close()
    } catch (error) {
      throw this.#failure ?? this.#options.describe(error)
    }
    if (this.#failure !== undefined) throw this.#failure
  }

  #seal(): void {
    const current = this.#current
    if (current.count === 0) return
    this.#notedBefore += current.count
    this.#current = this.#newNotes()
    if (current.isEmpty) return
    current.seal()
    if (this.#sealed.isEmpty) this.#sealed = current
    else this.#sealed.absorb(current)
  }

  #newNotes(): Notes {
    return new Notes(() => this.#onNoted?.())
  }

  #write(): void {
    const writing = { notes: this.#sealed, done: this.#waiting }
    this.#sealed = new Notes()
    this.#waiting = []
    this.#writing = writing
    this.#database.write(writing.notes.changes()).then(
      () => this.#written(writing.notes, writing.done),
      (error: unknown) => this.#failed(writing.notes, writing.done, error),
    )
  }

  #written(notes: Notes, done: readonly Done[]): void {
    this.#writing = undefined
    if (!this.#sealed.isEmpty || this.#waiting.length > 0) this.#write()
    this.#clear(notes)
    for (const call of done) call()
  }

  #failed(notes: Notes, done: readonly Done[], error: unknown): void {
    const failure = this.#options.describe(error)
    this.#failure = failure
    this.#putBack(notes)
    const waiting = this.#waiting
    this.#waiting = []
    this.#scheduleRetry()
    this.#options.onFailure(failure)
    for (const call of done) call(failure)
    for (const call of waiting) call(failure)
  }

  #putBack(notes: Notes): void {
    this.#writing = undefined
    notes.forgetNew()
    notes.absorb(this.#sealed)
    this.#sealed = notes
  }

  #scheduleRetry(): void {
    this.#retry = setTimeout(() => {
      this.#retrying = this.#tryAgain().finally(() => {
        this.#retrying = undefined
      })
    }, this.#retryMs)
    this.#retry.unref()
    this.#retryMs = Math.min(2 * this.#retryMs, SLOWEST_RETRY_MS)
  }

  async #tryAgain(): Promise<void> {
    try {
      await this.#writeAnew()
    } catch {
      this.#scheduleRetry() // what failed first says best what is wrong
    }
  }

  /** What a failed write left of the log must not be written on: only opening anew puts it right. */
  async #writeAnew(): Promise<void> {
    await this.#clearing
    await this.#database.close()
    this.#database = await this.#options.reopen()
    const notes = this.#sealed
    this.#sealed = new Notes()
    try {
      await this.#database.write(notes.changes())
    } catch (error) {
      this.#putBack(notes)
      throw error
    }
    this.#failure = undefined
    this.#retryMs = this.#options.firstRetryMs
    this.#clear(notes)
    if (!this.#sealed.isEmpty) this.#write()
    this.#options.onRecovery()
  }

  async #tryLast(): Promise<void> {
    clearTimeout(this.#retry)
    await this.#retrying
    clearTimeout(this.#retry)
    if (this.#failure === undefined) return
    await this.#writeAnew().catch(() => undefined)
  }

  /** What is left of it when the process ends before goes when the store is opened. */
  #clear(notes: Notes): void {
    for (const range of notes.orphanedRanges())
      this.#clearing = this.#clearing.then(() => this.#database.removeRange(range)).catch(() => undefined)
  }
}
