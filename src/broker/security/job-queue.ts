/** Lets a bounded number of slow jobs run at a time, in order: the thread pool also serves files and the store. */

export class JobQueue {
  readonly #atOnce: number
  readonly #waiting: (() => void)[] = []
  #first = 0
  #running = 0

  constructor(atOnce: number) {
    this.#atOnce = atOnce
  }

  /** How many jobs wait for their turn. */
  get length(): number {
    return this.#waiting.length - this.#first
  }

  async run<T>(job: () => Promise<T>): Promise<T> {
    if (this.#running < this.#atOnce) this.#running += 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await job()
    } finally {
      this.#passOn()
    }
  }

  /** The place of a job that is done goes to the next one. */
  #passOn(): void {
    const next = this.#waiting[this.#first]
    if (next === undefined) {
      this.#running -= 1
      return
    }
    this.#first += 1
    if (this.#first === this.#waiting.length) {
      this.#waiting.length = 0
      this.#first = 0
    }
    next()
  }
}
