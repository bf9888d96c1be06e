/** Fairness: who has sent much in this turn is read again only in the next, so that one flooder does not starve the others. */

import type { Transport } from '../transport/transport.ts'
import type { Turn, TurnMember } from './turn.ts'

const BYTES_PER_TURN = 512 * 1024

export class ReadBudget implements TurnMember {
  readonly #transport: Transport
  readonly #turn: Turn
  #turnNumber = -1
  #bytes = 0
  #isPaused = false

  constructor(transport: Transport, turn: Turn) {
    this.#transport = transport
    this.#turn = turn
  }

  spend(bytes: number): void {
    const { number } = this.#turn
    this.#bytes = this.#turnNumber === number ? this.#bytes + bytes : bytes
    this.#turnNumber = number
    if (this.#bytes < BYTES_PER_TURN || this.#isPaused) return
    this.#isPaused = true
    this.#transport.pause()
    this.#turn.join(this)
  }

  endTurn(): void {
    this.#isPaused = false
    this.#transport.resume()
  }

  committed(): void {}

  commitFailed(): void {}
}
