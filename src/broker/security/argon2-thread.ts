/** Computes Argon2id hashes in a thread of their own: one takes a good part of a tenth of a second. */

import { Worker } from 'node:worker_threads'
import type { IArgon2Options } from 'hash-wasm/dist/lib/argon2.js'

/** All in bytes, but for the kibibytes of memory. */
export interface Argon2Job {
  readonly password: Uint8Array
  readonly salt: Uint8Array
  readonly iterations: number
  readonly parallelism: number
  readonly memoryKib: number
  readonly hashBytes: number
}

interface Answer {
  readonly id: number
  readonly hash?: Uint8Array
  readonly error?: string
}

/** Text, because a thread cannot load TypeScript; it does one job after the other. */
const PROGRAM = `
  const { parentPort, workerData } = require('node:worker_threads')
  const library = import(workerData)
  let last = library
  parentPort.on('message', ({ id, options }) => {
    last = last.then(async () => {
      try {
        parentPort.postMessage({ id, hash: await (await library).argon2id(options) })
      } catch (error) {
        parentPort.postMessage({ id, error: String(error) })
      }
    })
  })`

/** The thread starts with the first job, and does not keep the process from ending. */
export class Argon2Thread {
  #worker: Worker | undefined
  #nextId = 0
  readonly #waiting = new Map<
    number,
    { readonly resolve: (hash: Uint8Array) => void; readonly reject: (error: Error) => void }
  >()

  /** Rejects when the thread fails; the next job starts a new one. */
  hash(job: Argon2Job): Promise<Uint8Array> {
    const { password, salt, iterations, parallelism, memoryKib, hashBytes } = job
    const options: IArgon2Options = {
      password,
      salt,
      iterations,
      parallelism,
      memorySize: memoryKib,
      hashLength: hashBytes,
      outputType: 'binary',
    }
    const worker = this.#worker ?? this.#start()
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      worker.ref()
      worker.postMessage({ id, options })
    })
  }

  async close(): Promise<void> {
    await this.#worker?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(PROGRAM, { eval: true, workerData: import.meta.resolve('hash-wasm') })
    this.#worker = worker
    worker.on('message', (answer: Answer) => this.#answer(answer))
    worker.on('error', (error) => this.#fail(error))
    worker.on('exit', () => this.#fail(new Error('the thread for Argon2 ended')))
    return worker
  }

  #answer({ id, hash, error }: Answer): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (this.#waiting.size === 0) this.#worker?.unref()
    if (hash !== undefined) waiting?.resolve(hash)
    else waiting?.reject(new Error(`Argon2 failed: ${error}`))
  }

  #fail(error: Error): void {
    this.#worker = undefined
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
