/** Remembers decisions per topic for very many clients, within one bound for all of them together. */

/** Decisions of one client, or of several that always get the same. Read it directly; write through the budget. */
export type DecisionCache = Map<string, number>

/** Longer topics are decided anew each time: they would fill the memory, and nobody's hot path has them. */
const LONGEST_TOPIC = 256

/** A client that uses more topics than this at a time gains little by remembering them. */
const MOST_PER_CACHE = 1024

/** A rough figure for what an entry takes besides the characters of its topic. */
const ENTRY_BYTES = 64

export class DecisionBudget {
  readonly #mostBytes: number
  /** All that hold something. A client that has gone leaves its cache here until the next emptying. */
  #filled: DecisionCache[] = []
  #bytes = 0

  constructor(mostBytes = 64 * 1024 * 1024) {
    this.#mostBytes = mostBytes
  }

  /** Remembers a decision; where there is no room, everything else is forgotten first. */
  remember(cache: DecisionCache, topic: string, decision: number): void {
    if (topic.length > LONGEST_TOPIC) return
    if (this.#bytes > this.#mostBytes) this.forgetAll()
    if (cache.size === MOST_PER_CACHE) cache.clear()
    else if (cache.size === 0) this.#filled.push(cache)
    cache.set(topic, decision)
    this.#bytes += ENTRY_BYTES + topic.length
  }

  forgetAll(): void {
    for (const cache of this.#filled) cache.clear()
    this.#filled = []
    this.#bytes = 0
  }
}
