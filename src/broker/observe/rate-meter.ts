/** How much goes through a broker per second: the counters of now against those of a few seconds ago. */

import type { Rates } from './broker-status.ts'
import type { Counters } from './counters.ts'

interface Sample {
  readonly seconds: number
  readonly counts: Rates
}

/** Samples, one a second: rates are averages over this time. */
const MOST_SAMPLES = 6

const STILL: Rates = {
  messagesReceived: 0,
  messagesSent: 0,
  messagesDropped: 0,
  bytesReceived: 0,
  bytesSent: 0,
}

export class RateMeter {
  readonly #counters: Readonly<Counters>
  readonly #samples: Sample[] = []

  constructor(counters: Readonly<Counters>) {
    this.#counters = counters
  }

  /** To be called about once a second. `seconds`: of a clock that never jumps; fractions count. */
  tick(seconds: number): void {
    this.#samples.push({ seconds, counts: countsOf(this.#counters) })
    if (this.#samples.length > MOST_SAMPLES) this.#samples.shift()
  }

  get rates(): Rates {
    const first = this.#samples[0]
    const last = this.#samples.at(-1)
    if (first === undefined || last === undefined || last.seconds <= first.seconds) return STILL
    const perSecond = (name: keyof Rates) =>
      (last.counts[name] - first.counts[name]) / (last.seconds - first.seconds)
    return {
      messagesReceived: perSecond('messagesReceived'),
      messagesSent: perSecond('messagesSent'),
      messagesDropped: perSecond('messagesDropped'),
      bytesReceived: perSecond('bytesReceived'),
      bytesSent: perSecond('bytesSent'),
    }
  }
}

function countsOf(counters: Readonly<Counters>): Rates {
  return {
    messagesReceived: counters.publishReceived,
    messagesSent: counters.publishSent,
    messagesDropped: counters.publishDropped,
    bytesReceived: counters.bytesReceived,
    bytesSent: counters.bytesSent,
  }
}
