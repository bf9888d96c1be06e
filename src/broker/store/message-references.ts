/** How many deliveries name each stored message. */

export class MessageReferences {
  readonly #counts = new Map<number, number>()
  #last = 0

  /** Key of a new message, which no delivery names yet. */
  add(): number {
    this.#last++
    this.#counts.set(this.#last, 0)
    return this.#last
  }

  has(messageId: number): boolean {
    return this.#counts.has(messageId)
  }

  /** One delivery more. A message from the database is counted for the first time so. */
  retain(messageId: number | undefined): void {
    if (messageId === undefined) return
    this.#counts.set(messageId, (this.#counts.get(messageId) ?? 0) + 1)
    if (messageId > this.#last) this.#last = messageId
  }

  /** One delivery less; true when it was the last, and the message goes. */
  release(messageId: number): boolean {
    const count = this.#counts.get(messageId) ?? 0
    if (count > 1) this.#counts.set(messageId, count - 1)
    else this.#counts.delete(messageId)
    return count <= 1
  }
}
