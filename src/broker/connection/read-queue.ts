/**
 * Fairness: who has made more work than its share of a turn is read again when its turn has come, one after another, so
 * that flooders leave a turn short, however many there are, and quiet clients wait for nobody.
 */

import type { Transport } from '../transport/transport.ts'
import type { Turn, TurnMember } from './turn.ts'

/**
 * Bytes taken in and passed on in a turn by those who send much: a fraction of a millisecond, and what a core's cache holds. Larger
 * turns are not faster; from a quarter of it on, the rounds of the event loop are what costs.
 */
export const BYTES_PER_TURN = 256 * 1024
/** Who makes less work than this in a turn never waits, among however many that do. */
export const QUIET_BYTES = 16 * 1024

export class ReadQueue implements TurnMember {
  readonly turn: Turn
  /** Bytes of one connection in one turn, after which it has to wait. */
  share = BYTES_PER_TURN
  #waiting: ReadBudget[] = []

  constructor(turn: Turn) {
    this.turn = turn
  }

  add(budget: ReadBudget): void {
    this.#waiting.push(budget)
    if (this.#waiting.length === 1) this.turn.join(this)
  }

  /** Lets as many go on as are likely to fill a turn, and one at least. */
  endTurn(): void {
    const waiting = this.#waiting
    this.share = Math.max(QUIET_BYTES, BYTES_PER_TURN / waiting.length)
    let bytes = 0
    let count = 0
    do bytes += waiting[count++]?.spent ?? 0
    while (count < waiting.length && bytes + (waiting[count]?.spent ?? 0) <= BYTES_PER_TURN)
    this.#waiting = waiting.slice(count)
    if (count < waiting.length) this.turn.join(this)
    for (const budget of waiting.slice(0, count)) budget.goOn()
  }

  committed(): void {}

  commitFailed(): void {}
}

type Readable = Pick<Transport, 'pause' | 'resume'>

/** Of one connection. */
export class ReadBudget {
  readonly #transport: Readable
  readonly #queue: ReadQueue
  #turnNumber = -1
  #isWaiting = false
  /** Bytes in the turn in which it was read last. */
  spent = 0

  constructor(transport: Readable, queue: ReadQueue) {
    this.#transport = transport
    this.#queue = queue
  }

  /** To be called after each read, with the bytes that came and those that go to others for it. */
  spend(bytes: number): void {
    const { turn, share } = this.#queue
    this.spent = this.#turnNumber === turn.number ? this.spent + bytes : bytes
    this.#turnNumber = turn.number
    if (this.spent < share || this.#isWaiting) return
    this.#isWaiting = true
    this.#transport.pause()
    this.#queue.add(this)
  }

  goOn(): void {
    this.#isWaiting = false
    this.#transport.resume()
  }
}
