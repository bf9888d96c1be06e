/** What is kept in memory of a session's rows: enough to take them away again without reading them. */

import { sessionKey } from './row-key.ts'

export class SessionRows {
  /** Key of its own row, with which its other keys begin. */
  readonly key: string
  /** False until its own row was noted for the first time. */
  isNoted: boolean
  /** True once something of it may be in the database. */
  isWritten: boolean
  /** True once its removal was committed: what earlier commits noted of it need not be written any more. */
  isGone = false
  #messages: Map<number, number | undefined> | undefined = undefined

  /** `session` is a number that no session ever had; `isWritten` when it comes from the database. */
  constructor(session: number, isWritten: boolean) {
    this.key = sessionKey(session)
    this.isNoted = isWritten
    this.isWritten = isWritten
  }

  /** By the sequence of the delivery; `undefined` once released. */
  get messages(): Map<number, number | undefined> {
    this.#messages ??= new Map()
    return this.#messages
  }

  /** Of all its deliveries. */
  messageIds(): Iterable<number | undefined> {
    return this.#messages?.values() ?? []
  }
}
