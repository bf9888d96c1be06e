/** Lines for a stream, written together once a turn of the event loop: one system call for many lines. */

export class LineBatch {
  readonly #write: (text: string) => void
  #waiting = ''
  #isScheduled = false

  constructor(write: (text: string) => void) {
    this.#write = write
  }

  /** `isUrgent`: at once, after all that waits. */
  add(line: string, isUrgent: boolean): void {
    this.#waiting += `${line}\n`
    if (isUrgent) this.flush()
    else if (!this.#isScheduled) this.#schedule()
  }

  flush(): void {
    const text = this.#waiting
    this.#waiting = ''
    if (text !== '') this.#write(text)
  }

  #schedule(): void {
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.flush()
    })
  }
}
