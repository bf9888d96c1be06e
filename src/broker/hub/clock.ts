/**
 * The broker's clock: it takes the time of day once, at the start, and only goes on from there. What expires does so after
 * the time that it was promised, whatever becomes of the machine's clock meanwhile.
 */

export interface TimeSources {
  /** The machine's clock: milliseconds since 1970; may be set. */
  readonly now: () => number
  /** Milliseconds that never jump. */
  readonly uptime: () => number
}

export class Clock {
  readonly #sources: TimeSources
  readonly #startedAt: number
  readonly #startedUptime: number
  /** Of {@link toMachineTime}, when {@link tick} looked last. */
  #ahead = 0
  /** Whole seconds since the start, brought up to date once a second: for keep alives. */
  seconds = 0

  constructor(sources: TimeSources) {
    this.#sources = sources
    this.#startedAt = sources.now()
    this.#startedUptime = sources.uptime()
  }

  /** Milliseconds since 1970, if the machine's clock was right at the start. */
  readonly now = (): number => this.#startedAt + this.#uptime

  /** Seconds since the start, with fractions. */
  get uptimeSeconds(): number {
    return this.#uptime / 1000
  }

  /** A moment of this clock as the machine's clock counts now: for people, and for the store, which outlives the broker. */
  readonly toMachineTime = (at: number): number => Math.round(at + this.#sources.now() - this.now())

  /** To be called about once a second; returns how many seconds the machine's clock has been set forward since, below 0 back. */
  tick(): number {
    this.seconds = Math.floor(this.uptimeSeconds)
    const ahead = this.toMachineTime(0)
    const set = Math.trunc((ahead - this.#ahead) / 1000)
    if (set !== 0) this.#ahead = ahead
    return set
  }

  get #uptime(): number {
    return this.#sources.uptime() - this.#startedUptime
  }
}
