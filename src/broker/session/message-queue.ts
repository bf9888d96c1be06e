/** Deliveries that wait for room in flight: first in, first out, with the bytes of their payloads counted. */

import type { Delivery } from '../message/outlet.ts'

export class MessageQueue {
  #items: (Delivery | undefined)[] = []
  #head = 0
  bytes = 0

  get length(): number {
    return this.#items.length - this.#head
  }

  push(delivery: Delivery): void {
    this.#items.push(delivery)
    this.bytes += delivery.message.payload.length
  }

  shift(): Delivery | undefined {
    const first = this.#items[this.#head]
    if (first === undefined) return undefined
    this.#items[this.#head++] = undefined
    this.bytes -= first.message.payload.length
    if (this.#head === this.#items.length) {
      this.#items = []
      this.#head = 0
    } else if (this.#head >= 1024 && this.#head * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return first
  }

  /** Keeps those that `isKept`, in order; returns the others. */
  filter(isKept: (delivery: Delivery) => boolean): readonly Delivery[] {
    const gone: Delivery[] = []
    const kept: Delivery[] = []
    for (const item of this.#items.slice(this.#head))
      if (item !== undefined) (isKept(item) ? kept : gone).push(item)
    this.#items = kept
    this.#head = 0
    for (const { message } of gone) this.bytes -= message.payload.length
    return gone
  }
}
