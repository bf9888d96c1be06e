/** The members of one shared subscription: each message goes to one of them (MQTT 5.0 4.8.2). */

import type { Subscriber, Target } from './subscription.ts'

export class SharedGroup {
  readonly name: string
  readonly #members = new Map<Subscriber, Target>()
  #order: readonly Target[] = []
  #turn = 0

  constructor(name: string) {
    this.name = name
  }

  get size(): number {
    return this.#members.size
  }

  /** True when `subscriber` was not a member yet. */
  add(subscriber: Subscriber, target: Target): boolean {
    const isNew = !this.#members.has(subscriber)
    this.#members.set(subscriber, target)
    this.#order = [...this.#members.values()]
    return isNew
  }

  remove(subscriber: Subscriber): boolean {
    if (!this.#members.delete(subscriber)) return false
    this.#order = [...this.#members.values()]
    return true
  }

  /**
   * Whose turn it is: of those that may read `topic`, the connected ones take turns; when none is connected, those
   * that keep messages. Mosquitto loses a message whose turn falls on a member that may not read it; here that
   * member is passed over.
   */
  next(topic: string): Target | undefined {
    return (
      this.#nextWhere(({ subscriber }) => subscriber.outlet !== undefined && subscriber.mayRead(topic)) ??
      this.#nextWhere(({ subscriber }) => subscriber.keepsMessages && subscriber.mayRead(topic))
    )
  }

  #nextWhere(isFit: (target: Target) => boolean): Target | undefined {
    const members = this.#order
    for (let i = 0; i < members.length; i++) {
      const at = (this.#turn + i) % members.length
      const target = members[at]
      if (target !== undefined && isFit(target)) {
        this.#turn = at + 1
        return target
      }
    }
    return undefined
  }
}
