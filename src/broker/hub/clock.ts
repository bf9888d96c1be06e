/** The broker's clocks: one that people set, one that only goes on. */

export interface Clock {
  /** Milliseconds since 1970; may jump. */
  readonly now: () => number
  /** Whole seconds since some start, brought up to date once a second: for keep alives. */
  seconds: number
}

/** `monotonic`: milliseconds that never jump. */
export function createClock(now: () => number): Clock {
  return { now, seconds: 0 }
}
