/**
 * One turn of the event loop: what connections are to be sent is written at its end, once for each of them, and what
 * depends on the store only after its commit.
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

export class Turn {
  readonly #store: Store | undefined
  #members: TurnMember[] = []
  #waiting: TurnMember[] = []
  #isScheduled = false
  #commit = 0
  #number = 0

  constructor(store: Store | undefined) {
    this.#store = store
    store?.whenNoted(() => this.#schedule())
  }

  /** Has `member` called at the end of this turn; once a turn is enough. */
  join(member: TurnMember): void {
    this.#members.push(member)
    this.#schedule()
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(this.#end)
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
    this.#isScheduled = false
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
