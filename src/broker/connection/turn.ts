/**
 * One turn of the event loop: what connections are to be sent is written at its end, once for each of them, and what
 * depends on the store only after its commit. While little comes in, the turn ends with each read.
 */

import type { Store } from '../store/store.ts'

export interface TurnMember {
  /** Writes now what this turn brought, or keeps it until {@link committed} names `commit`; `undefined`: nothing to wait for. */
  endTurn(commit: number | undefined): void
  /** The store has made durable all that was noted up to `commit`. */
  committed(commit: number): void
  /** It could not: what waits must not be sent. */
  commitFailed(failure: Error): void
}

/** After so many milliseconds without a read, the next one hardly has company, and nothing is gained by waiting for it. */
const IDLE_MS = 0.1

export class Turn {
  readonly #store: Store | undefined
  readonly #now: () => number
  #members: TurnMember[] = []
  #waiting: TurnMember[] = []
  #hasBegun = false
  /** The turn is over with the read that goes on now. */
  #endsWithRead = false
  #lastReadAt = Number.NEGATIVE_INFINITY
  #commit = 0
  #number = 0

  /** `now`: milliseconds that never jump. */
  constructor(store: Store | undefined, now: () => number) {
    this.#store = store
    this.#now = now
    store?.whenNoted(() => this.#begin())
  }

  /** Has `member` called at the end of this turn; once a turn is enough. */
  join(member: TurnMember): void {
    this.#members.push(member)
    this.#begin()
  }

  #begin(): void {
    if (this.#hasBegun) return
    this.#hasBegun = true
    if (!this.#endsWithRead) setImmediate(this.#end)
  }

  /** To be called before and after what one connection has sent is handled. */
  beginRead(): void {
    this.#endsWithRead ||= !this.#hasBegun && this.#now() - this.#lastReadAt > IDLE_MS
  }

  endRead(): void {
    this.#lastReadAt = this.#now()
    if (!this.#endsWithRead) return
    this.#endsWithRead = false
    if (this.#hasBegun) this.#end()
  }

  /** To be called by members that keep bytes for a commit. */
  wait(member: TurnMember): void {
    this.#waiting.push(member)
  }

  /** Counts the turns in which somebody had something to do. */
  get number(): number {
    return this.#number
  }

  readonly #end = (): void => {
    this.#hasBegun = false
    this.#number++
    const members = this.#members
    this.#members = []
    const mustCommit = this.#store?.isDirty === true
    if (mustCommit) this.#commit++
    for (const member of members) member.endTurn(mustCommit ? this.#commit : undefined)
    if (mustCommit) this.#startCommit()
  }

  #startCommit(): void {
    const waiting = this.#waiting
    const commit = this.#commit
    this.#waiting = []
    this.#store?.commit((failure) => {
      for (const member of waiting) {
        if (failure === undefined) member.committed(commit)
        else member.commitFailed(failure)
      }
    })
  }
}
