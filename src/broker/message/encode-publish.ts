/** PUBLISH packets of messages, ready to be sent to one or many receivers. */

import { encodePublish } from '../packet/encode-publish.ts'
import type { Properties } from '../packet/packet.ts'
import { headerLength, readFrame } from '../packet/read-frame.ts'

/** A PUBLISH packet without DUP, QoS and RETAIN bits; {@link packetIdAt} is 0 where it has no packet identifier. */
export interface EncodedPublish {
  readonly bytes: Buffer
  readonly packetIdAt: number
}

export interface PublishOptions {
  readonly isV5: boolean
  readonly hasPacketId: boolean
  /** Of the hub's clock, for the rest of the expiry interval [MQTT-3.3.2-6]. */
  readonly now: () => number
  /** Instead of the message's own: empty with an alias that the receiver knows, or without the mount point. */
  readonly topic?: string
  readonly topicAlias?: number
  readonly subscriptionIdentifiers?: readonly number[]
}

interface PublishContent {
  readonly topic: string
  readonly payload: Uint8Array
  readonly properties: Properties | undefined
  readonly expiresAt: number | undefined
}

const PUBLISH = 0x30

export function encodeMessage(content: PublishContent, options: PublishOptions): EncodedPublish {
  const { isV5, hasPacketId } = options
  const topic = options.topic ?? content.topic
  const bytes = encodePublish(isV5 ? 5 : 4, {
    type: 'publish',
    duplicate: false,
    qos: hasPacketId ? 1 : 0,
    retain: false,
    topic,
    packetId: 0,
    payload: content.payload,
    ...(isV5 ? sentProperties(content, options) : {}),
  })
  bytes[0] = PUBLISH
  if (!hasPacketId) return { bytes, packetIdAt: 0 }
  return { bytes, packetIdAt: headerLength(readFrame(bytes, 0, bytes.length)) + 2 + Buffer.byteLength(topic) }
}

function sentProperties(
  { properties, expiresAt }: PublishContent,
  { topicAlias, subscriptionIdentifiers, now }: PublishOptions,
): { readonly properties?: Properties } {
  if (expiresAt === undefined && topicAlias === undefined && subscriptionIdentifiers === undefined)
    return properties === undefined ? {} : { properties }
  return {
    properties: {
      ...properties,
      ...(expiresAt === undefined ? {} : { messageExpiryInterval: secondsLeft(expiresAt, now()) }),
      ...(topicAlias === undefined ? {} : { topicAlias }),
      ...(subscriptionIdentifiers === undefined ? {} : { subscriptionIdentifiers }),
    },
  }
}

function secondsLeft(expiresAt: number, now: number): number {
  return Math.max(0, Math.ceil((expiresAt - now) / 1000))
}
