/** Aliases that the broker uses towards one receiver (MQTT 5.0 3.3.2.3.4): its first topics get one each, for good. */

import type { EncodedPublish, PublishOptions } from '../message/encode-publish.ts'
import type { Message } from '../message/message.ts'

export class TopicAliases {
  readonly #maximum: number
  readonly #known = new Map<string, number>()

  /** `maximum`: what the receiver takes and the listener grants, whichever is less. */
  constructor(maximum: number) {
    this.#maximum = maximum
  }

  /** The packet with an alias, if there is one or one to give; an alias is given only with a packet that will be sent. */
  encode(message: Message, options: PublishOptions, maxPacketSize: number): EncodedPublish {
    const topic = options.topic ?? message.topic
    const known = this.#known.get(topic)
    if (known !== undefined) return message.encode({ ...options, topic: '', topicAlias: known })
    if (this.#known.size >= this.#maximum) return message.encode(options)
    const topicAlias = this.#known.size + 1
    const encoded = message.encode({ ...options, topicAlias })
    if (maxPacketSize === 0 || encoded.bytes.length <= maxPacketSize) this.#known.set(topic, topicAlias)
    return encoded
  }
}
