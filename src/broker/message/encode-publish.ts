/** Writes PUBLISH packets (MQTT 5.0 3.3): one allocation, the payload copied once. */

import { encodeProperties } from '../packet/encode-properties.ts'
import type { Properties } from '../packet/packet.ts'

/** A PUBLISH packet without DUP, QoS and RETAIN bits; {@link packetIdAt} is 0 where it has no packet identifier. */
export interface EncodedPublish {
  readonly bytes: Buffer
  readonly packetIdAt: number
}

export interface PublishOptions {
  readonly isV5: boolean
  readonly hasPacketId: boolean
  /** Milliseconds since 1970, for the rest of the expiry interval [MQTT-3.3.2-6]. */
  readonly now: number
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
const NO_PROPERTIES = Buffer.of(0)

export function encodePublish(content: PublishContent, options: PublishOptions): EncodedPublish {
  const topic = options.topic ?? content.topic
  const properties = options.isV5 ? encodedProperties(content, options) : undefined
  const topicBytes = Buffer.byteLength(topic)
  const idBytes = options.hasPacketId ? 2 : 0
  const length = 2 + topicBytes + idBytes + (properties?.length ?? 0) + content.payload.length
  const header = 1 + variableIntegerBytes(length)
  const bytes = Buffer.allocUnsafe(header + length)
  bytes[0] = PUBLISH
  writeVariableInteger(bytes, 1, length)
  let at = header
  at = bytes.writeUInt16BE(topicBytes, at)
  at += bytes.write(topic, at)
  const packetIdAt = options.hasPacketId ? at : 0
  at += idBytes
  if (properties !== undefined) {
    bytes.set(properties, at)
    at += properties.length
  }
  bytes.set(content.payload, at)
  return { bytes, packetIdAt }
}

/** Their length included. */
function encodedProperties({ properties, expiresAt }: PublishContent, options: PublishOptions): Uint8Array {
  const { topicAlias, subscriptionIdentifiers, now } = options
  if (
    properties === undefined &&
    expiresAt === undefined &&
    topicAlias === undefined &&
    subscriptionIdentifiers === undefined
  ) {
    return NO_PROPERTIES
  }
  return encodeProperties({
    ...properties,
    ...(expiresAt === undefined ? {} : { messageExpiryInterval: secondsLeft(expiresAt, now) }),
    ...(topicAlias === undefined ? {} : { topicAlias }),
    ...(subscriptionIdentifiers === undefined ? {} : { subscriptionIdentifiers }),
  })
}

function secondsLeft(expiresAt: number, now: number): number {
  return Math.max(0, Math.ceil((expiresAt - now) / 1000))
}

export function variableIntegerBytes(value: number): number {
  return value < 128 ? 1 : value < 16_384 ? 2 : value < 2_097_152 ? 3 : 4
}

function writeVariableInteger(bytes: Buffer, at: number, value: number): void {
  let [rest, to] = [value, at]
  while (rest >= 128) {
    bytes[to++] = (rest & 127) | 128
    rest >>= 7
  }
  bytes[to] = rest
}
