/** Topic aliases that one client uses (MQTT 5.0 3.3.2.3.4); they end with its connection. */

export class IncomingAliases {
  readonly #maximum: number
  #topics: Map<number, string> | undefined = undefined

  /** `maximum`: as announced in CONNACK. */
  constructor(maximum: number) {
    this.#maximum = maximum
  }

  /** The topic that a PUBLISH means; what is wrong otherwise. */
  resolve(
    topic: string,
    alias: number | undefined,
  ): { topic: string } | { problem: 'too-large' | 'unknown' } {
    if (alias === undefined) return { topic }
    if (alias > this.#maximum) return { problem: 'too-large' } // [MQTT-3.3.2-9]
    if (topic !== '') {
      this.#topics ??= new Map()
      this.#topics.set(alias, topic)
      return { topic }
    }
    const known = this.#topics?.get(alias)
    return known === undefined ? { problem: 'unknown' } : { topic: known }
  }
}
