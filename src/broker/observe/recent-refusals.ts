/** The last attempts that a broker refused: who wanted what, and which rule or reason stood against it. */

export type RefusedAction = 'connect' | 'publish'

export interface RefusedAttempt {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly action: RefusedAction
  readonly clientId: string
  readonly username?: string
  /** Host and port of the client. */
  readonly address?: string
  readonly listener?: string
  /** Topic name or filter, where it is about one. */
  readonly topic?: string
  /** Why, as a short sentence without a full stop: `not authorised`, `the password is wrong`. */
  readonly reason: string
  /** The line that decided: `acl.conf:12: topic read plant/#`. */
  readonly rule?: string
}

const MOST_REFUSALS = 100

export class RecentRefusals {
  readonly #ring: (() => RefusedAttempt)[] = []
  readonly #limit: number
  #next = 0

  constructor(limit = MOST_REFUSALS) {
    this.#limit = limit
  }

  /** `refusal` is told in full only when somebody looks: a client may be refused very often. */
  add(refusal: () => RefusedAttempt): void {
    this.#ring[this.#next] = refusal
    this.#next = (this.#next + 1) % this.#limit
  }

  /** Newest first. */
  list(): RefusedAttempt[] {
    return [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)]
      .reverse()
      .map((told) => told())
  }
}
