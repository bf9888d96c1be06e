/** Work that is asked for again and again: never twice at the same time, and once for all requests that come meanwhile. */

export class Repeatable {
  readonly #work: () => Promise<void>
  #state: 'waiting' | 'idle' | 'working' | 'over' = 'waiting'
  #isRequested = false
  #running: Promise<void> = Promise.resolve()

  /** `work` must not fail. */
  constructor(work: () => Promise<void>) {
    this.#work = work
  }

  request(): void {
    this.#isRequested = true
    if (this.#state === 'idle') this.#running = this.#run()
  }

  /** What was requested before is done now. */
  begin(): void {
    this.#state = 'idle'
    if (this.#isRequested) this.#running = this.#run()
  }

  /** Nothing new is begun; resolves when the last work is done. */
  async end(): Promise<void> {
    this.#state = 'over'
    await this.#running
  }

  async #run(): Promise<void> {
    this.#state = 'working'
    while (this.#isRequested && this.#state === 'working') {
      this.#isRequested = false
      await this.#work()
    }
    if (this.#state === 'working') this.#state = 'idle'
  }
}
