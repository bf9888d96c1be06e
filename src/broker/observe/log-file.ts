/** A file that log lines are added to: batched and asynchronous, and never the end of the broker, whatever the disk does. */

import { closeSync, openSync, write, writeSync } from 'node:fs'
import { failureReason } from '../../diagnostics/failure.ts'

export interface LogFile {
  /** `text` ends with a line break. */
  write(text: string): void
  /** Writes at once what waits: for the last moment of a process. */
  flush(): void
  /** Resolves when everything is written and the file is closed. */
  close(): Promise<void>
}

/**
 * Opens `path` for adding lines. `onProblem` hears, as a sentence, what is lost later on.
 *
 * @throws the error of the system when the file cannot be opened.
 */
export type OpenLogFile = (path: string, onProblem: (sentence: string) => void) => LogFile

/** Of waiting text; what comes beyond it while the disk hangs is lost. */
const MOST_WAITING_CHARACTERS = 8 * 1024 * 1024

export const openLogFile: OpenLogFile = (path, onProblem) => {
  // As Mosquitto under its umask: a new file is private, one that is there keeps the mode it was given.
  return new AppendedFile(path, openSync(path, 'a', 0o600), onProblem)
}

class AppendedFile implements LogFile {
  readonly #path: string
  readonly #descriptor: number
  readonly #onProblem: (sentence: string) => void
  #waiting = ''
  #lostLines = 0
  #isBusy = false
  #isFailing = false
  #isClosing = false
  #closed: () => void = () => undefined

  constructor(path: string, descriptor: number, onProblem: (sentence: string) => void) {
    this.#path = path
    this.#descriptor = descriptor
    this.#onProblem = onProblem
  }

  write(text: string): void {
    if (this.#isClosing) return
    if (this.#waiting.length + text.length > MOST_WAITING_CHARACTERS) {
      this.#lostLines++
      return
    }
    this.#waiting += text
    if (this.#isBusy) return
    this.#isBusy = true
    setImmediate(() => this.#writeWaiting())
  }

  flush(): void {
    const bytes = Buffer.from(this.#waiting)
    this.#waiting = ''
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#descriptor, bytes, done)
    } catch (error) {
      this.#failed(error)
    }
  }

  close(): Promise<void> {
    this.#isClosing = true
    return new Promise((resolve) => {
      this.#closed = resolve
      if (!this.#isBusy) this.#end()
    })
  }

  #writeWaiting(): void {
    if (this.#waiting === '') {
      this.#isBusy = false
      if (this.#isClosing) this.#end()
      return
    }
    const bytes = Buffer.from(this.#waiting)
    this.#waiting = ''
    this.#writeFrom(bytes, 0)
  }

  #writeFrom(bytes: Buffer, start: number): void {
    write(this.#descriptor, bytes, start, bytes.length - start, null, (error, count) => {
      if (error === null && start + count < bytes.length) return this.#writeFrom(bytes, start + count)
      if (error === null) this.#succeeded()
      else this.#failed(error)
      this.#writeWaiting()
    })
  }

  #succeeded(): void {
    this.#isFailing = false
    if (this.#lostLines === 0) return
    this.#onProblem(
      `${this.#lostLines} lines were not written to the log file ${this.#path}: the disk is too slow.`,
    )
    this.#lostLines = 0
  }

  /** Says so once, until it works again. */
  #failed(error: unknown): void {
    if (this.#isFailing) return
    this.#isFailing = true
    this.#onProblem(`The log file ${this.#path} cannot be written: ${failureReason(error) ?? String(error)}.`)
  }

  #end(): void {
    try {
      closeSync(this.#descriptor)
    } catch (error) {
      this.#failed(error)
    }
    this.#closed()
  }
}
