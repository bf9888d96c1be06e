/** How long a bridge waits before it connects again (mosquitto.conf(5) restart_timeout): decorrelated jitter. */

export interface BackoffLimits {
  readonly baseSeconds: number
  /** As long as the base: always the same. */
  readonly capSeconds: number
  /** A connection that lasted so long starts the waiting anew. */
  readonly stableSeconds: number
}

export class Backoff {
  readonly #limits: BackoffLimits
  readonly #random: () => number
  #lastSeconds: number

  /** `random`: from 0 up to 1. */
  constructor(limits: BackoffLimits, random: () => number) {
    this.#limits = limits
    this.#random = random
    this.#lastSeconds = limits.baseSeconds
  }

  /** Seconds to wait after a connection that lasted `connectedSeconds`; `undefined` when there was none. */
  next(connectedSeconds: number | undefined): number {
    const { baseSeconds, capSeconds, stableSeconds } = this.#limits
    if (connectedSeconds !== undefined && connectedSeconds >= stableSeconds) {
      this.#lastSeconds = baseSeconds
      return baseSeconds
    }
    const upTo = Math.max(baseSeconds, this.#lastSeconds * 3)
    const drawn = baseSeconds + this.#random() * (upTo - baseSeconds)
    this.#lastSeconds = Math.min(capSeconds, drawn)
    return this.#lastSeconds
  }
}
