/** Publishes the `$SYS` tree: at the start, and whenever the wall clock passes a multiple of `sys_interval`. */

import { type SysSample, type SysState, sysTopics } from './sys-tree.ts'

export interface SysPublisherParts {
  /** `sys_interval`: 0 off. Asked each time, since a reload changes it. */
  readonly intervalSeconds: () => number
  readonly sample: () => SysSample
  /** QoS 2, retained, from the broker itself; without an expiry, as only changed values come again. */
  readonly publish: (topic: string, payload: string) => void
}

export class SysPublisher {
  readonly #parts: SysPublisherParts
  #state: SysState | undefined = undefined
  #interval: number | undefined = undefined

  constructor(parts: SysPublisherParts) {
    this.#parts = parts
  }

  /** To be called about once a second. `now`: milliseconds since 1970. */
  tick(now: number): void {
    const seconds = this.#parts.intervalSeconds()
    if (seconds <= 0) return
    const interval = Math.floor(now / 1000 / seconds)
    if (interval === this.#interval) return
    this.#interval = interval
    const { updates, next } = sysTopics(this.#state, this.#parts.sample())
    this.#state = next
    for (const [topic, payload] of updates) this.#parts.publish(topic, payload)
  }
}
