/** One application message on its way through the broker; its PUBLISH packets are encoded once and shared. */

import type { Properties, Qos } from '../packet/packet.ts'
import { type EncodedPublish, encodeMessage, type PublishOptions } from './encode-publish.ts'

/** Who published a message; the broker itself has no source. */
export interface MessageSource {
  readonly clientId: string
  readonly username: string | undefined
  /** Name of the listener that it came in by; none for bridges. */
  readonly listener: string | undefined
}

export class Message {
  readonly topic: string
  payload: Uint8Array
  /** As it was published. */
  readonly qos: Qos
  readonly retain: boolean
  /** What 5.0 forwards with it, without the expiry interval. */
  readonly properties: Properties | undefined
  /** Of the hub's clock; `undefined` never. */
  readonly expiresAt: number | undefined
  readonly source: MessageSource | undefined
  /** Its key in the store, once a durable session waits for it. */
  storeId: number | undefined = undefined
  #isKept = false
  readonly #encoded: (EncodedPublish | undefined)[] = [undefined, undefined, undefined, undefined]

  constructor(
    topic: string,
    payload: Uint8Array,
    qos: Qos,
    retain: boolean,
    properties?: Properties,
    expiresAt?: number,
    source?: MessageSource,
  ) {
    this.topic = topic
    this.payload = payload
    this.qos = qos
    this.retain = retain
    this.properties = properties
    this.expiresAt = expiresAt
    this.source = source
  }

  /** The packet that goes to every receiver of one kind alike: no topic alias, no subscription identifiers. */
  encoded(isV5: boolean, hasPacketId: boolean, now: () => number): EncodedPublish {
    if (isV5 && this.expiresAt !== undefined) return this.encode({ isV5, hasPacketId, now })
    const kind = (isV5 ? 2 : 0) + (hasPacketId ? 1 : 0)
    const known = this.#encoded[kind]
    if (known !== undefined) return known
    const made = this.encode({ isV5, hasPacketId, now })
    this.#encoded[kind] = made
    return made
  }

  /** A packet of its own for one receiver; `topic` and `topicAlias` in place of the topic. */
  encode(options: PublishOptions): EncodedPublish {
    return encodeMessage(this, options)
  }

  /** To be called when it is to wait: the payload may be a small part of all that was read with it. */
  keep(): void {
    if (this.#isKept) return
    this.#isKept = true
    if (this.payload.length * 2 < this.payload.buffer.byteLength) this.payload = copyOf(this.payload)
  }

  isExpired(now: number): boolean {
    return this.expiresAt !== undefined && this.expiresAt <= now
  }
}

/** In memory of its own, which `Buffer.from` shares with others. */
function copyOf(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.allocUnsafeSlow(bytes.length)
  copy.set(bytes)
  return copy
}
