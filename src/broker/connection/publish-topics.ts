/** From the bytes of a topic name to its route and the sender's right to it; repeated topics cost a comparison. */

import { MAX_TOPIC_SLASHES } from '../packet/topic-levels.ts'
import type { Route, Router } from '../routing/router.ts'
import type { Session } from '../session/session.ts'

export interface PublishTopic {
  /** With the mount point. */
  readonly topic: string
  readonly mayWrite: boolean
  readonly route: Route
}

const NOTHING: Buffer = Buffer.alloc(0)

/** Of one sender. Topics that are no topic names are left to the decoder, which says what is wrong with them. */
export class PublishTopics {
  readonly #router: Router
  readonly #sender: Pick<Session, 'owner'>
  readonly #mountPoint: string
  #bytes: Buffer = NOTHING
  #last: PublishTopic | undefined = undefined

  constructor(router: Router, sender: Pick<Session, 'owner'>, mountPoint: string) {
    this.#router = router
    this.#sender = sender
    this.#mountPoint = mountPoint
  }

  /** The topic of `length` bytes at `at`; `undefined` when it needs the decoder's judgement. */
  find(buffer: Buffer, at: number, length: number): PublishTopic | undefined {
    const last = this.#last
    if (last !== undefined && this.#isLast(buffer, at, length) && this.#router.isCurrent(last.route))
      return last
    if (!isSimple(buffer, at, length)) return undefined
    const found = this.named(buffer.toString('latin1', at, at + length))
    this.#bytes = Buffer.from(buffer.subarray(at, at + length))
    this.#last = found
    return found
  }

  /** For a valid topic name as the sender wrote it. */
  named(name: string): PublishTopic {
    const topic = this.#mountPoint + name
    return { topic, mayWrite: this.#sender.owner.rights.mayWrite(topic), route: this.#router.route(topic) }
  }

  #isLast(buffer: Buffer, at: number, length: number): boolean {
    const bytes = this.#bytes
    if (bytes.length !== length) return false
    for (let i = length - 1; i >= 0; i--) if (bytes[i] !== buffer[at + i]) return false
    return true
  }
}

/** True for a topic name of printable ASCII without wildcards, not too deep: the usual case, which needs no further check. */
function isSimple(buffer: Buffer, at: number, length: number): boolean {
  if (length === 0) return false
  let slashes = 0
  for (let i = at; i < at + length; i++) {
    const byte = buffer[i] ?? 0
    if (byte < 0x20 || byte > 0x7e || byte === 0x23 || byte === 0x2b) return false
    if (byte === 0x2f) slashes++
  }
  return slashes <= MAX_TOPIC_SLASHES
}
