/** A store that keeps nothing but a list of what it was told; its commits end when the test says so. */

import type { Recovered, Store } from '../../../src/broker/store/store.ts'

export class RecordingStore implements Store {
  /** What was noted, as short texts. */
  readonly notes: string[] = []
  /** While set, commits fail at once, as they do when the disk is full. */
  failure: Error | undefined = undefined
  #hasNotes = false
  noted = 0
  #onNoted: (() => void) | undefined = undefined
  readonly #commits: ((failure?: Error) => void)[] = []
  readonly #recovered: Recovered
  readonly #messages = new Set<number>()
  #key = 0

  constructor(recovered: Recovered = { sessions: [], messages: new Map(), retained: [] }) {
    this.#recovered = recovered
  }

  get isDirty(): boolean {
    return this.#hasNotes || this.failure !== undefined
  }

  /** How many commits have begun and not ended. */
  get pending(): number {
    return this.#commits.length
  }

  /** Ends the commits that have begun. */
  finish(failure?: Error): void {
    for (const done of this.#commits.splice(0)) done(failure)
  }

  async recover(): Promise<Recovered> {
    return this.#recovered
  }

  putSession: Store['putSession'] = ({ clientId, sessionExpirySeconds }) =>
    this.#note(`session ${clientId} ${sessionExpirySeconds}`)
  removeSession: Store['removeSession'] = (clientId) => this.#note(`no session ${clientId}`)
  putSubscription: Store['putSubscription'] = (clientId, { filter, qos }) =>
    this.#note(`subscription ${clientId} ${filter} q${qos}`)
  removeSubscription: Store['removeSubscription'] = (clientId, filter) =>
    this.#note(`no subscription ${clientId} ${filter}`)
  putMessage: Store['putMessage'] = ({ topic }) => {
    this.#note(`message ${topic}`)
    this.#messages.add(++this.#key)
    return this.#key
  }
  holdsMessage: Store['holdsMessage'] = (id) => this.#messages.has(id)
  putDelivery: Store['putDelivery'] = (clientId, { sequence, state }) =>
    this.#note(`delivery ${clientId} ${sequence} ${state}`)
  removeDelivery: Store['removeDelivery'] = (clientId, sequence) =>
    this.#note(`no delivery ${clientId} ${sequence}`)
  putReceived: Store['putReceived'] = (clientId, packetId) => this.#note(`received ${clientId} ${packetId}`)
  removeReceived: Store['removeReceived'] = (clientId, packetId) =>
    this.#note(`no received ${clientId} ${packetId}`)
  putRetained: Store['putRetained'] = ({ topic, sourceListener }) =>
    this.#note(`retained ${topic} by ${sourceListener}`)
  removeRetained: Store['removeRetained'] = (topic) => this.#note(`no retained ${topic}`)

  commit(done: (failure?: Error) => void): void {
    this.#hasNotes = false
    if (this.failure !== undefined) {
      done(this.failure)
      return
    }
    this.#commits.push(done)
  }

  whenNoted(call: () => void): void {
    this.#onNoted = call
  }

  async close(): Promise<void> {
    this.finish()
  }

  #note(text: string): void {
    this.notes.push(text)
    this.noted++
    if (!this.#hasNotes) this.#onNoted?.()
    this.#hasNotes = true
  }
}
