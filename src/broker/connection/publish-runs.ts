/**
 * The fast way of messages with QoS 0: frames of one topic that follow one another in a read are passed on together,
 * as they are, to all receivers that take frames; the others get each message as it is due to them.
 */

import type { MessageSource } from '../message/message.ts'
import { Message } from '../message/message.ts'
import type { Counters } from '../observe/counters.ts'
import { headerLength, packetLength, readFrame } from '../packet/read-frame.ts'
import { deliver } from '../routing/deliver.ts'
import type { Subscriber, Target } from '../routing/subscription.ts'
import type { PublishTopic, PublishTopics } from './publish-topics.ts'

export interface RunSender {
  readonly isV5: boolean
  readonly subscriber: Subscriber
  readonly source: MessageSource
  readonly counters: Counters
  readonly settings: {
    /** Bytes of the largest payload; others take the general way. */
    readonly messageSizeLimit: number
  }
}

const NOTHING: Buffer = Buffer.alloc(0)

export class PublishRuns {
  readonly #topics: PublishTopics
  readonly #sender: RunSender
  #topic: PublishTopic | undefined = undefined
  #buffer: Buffer = NOTHING
  #from = 0
  #to = 0
  #count = 0
  #payloadBytes = 0

  constructor(topics: PublishTopics, sender: RunSender) {
    this.#topics = topics
    this.#sender = sender
  }

  /**
   * Takes a PUBLISH frame whose first byte is 0x30 (QoS 0, not retained), if it has no properties and a plain topic
   * that its sender may write to. False leaves it to the general way; the caller flushes first.
   */
  take(buffer: Buffer, start: number, body: number, end: number): boolean {
    if (body + 2 > end) return false
    const length = ((buffer[body] ?? 0) << 8) | (buffer[body + 1] ?? 0)
    let payload = body + 2 + length
    if (this.#sender.isV5) {
      if (payload >= end || buffer[payload] !== 0) return false
      payload++
    } else if (payload > end) return false
    if (end - payload > this.#sender.settings.messageSizeLimit) return false
    const topic = this.#topics.find(buffer, body + 2, length)
    if (topic === undefined || !topic.mayWrite) return false
    if (topic !== this.#topic || start !== this.#to || buffer !== this.#buffer) {
      this.flush()
      this.#topic = topic
      this.#buffer = buffer
      this.#from = start
    }
    this.#to = end
    this.#count++
    this.#payloadBytes += end - payload
    return true
  }

  /** Passes on what was taken: to be called before anything else is handled, and at the end of each read. */
  flush(): void {
    const topic = this.#topic
    if (topic === undefined) return
    const frames = this.#buffer.subarray(this.#from, this.#to)
    const count = this.#count
    const payloadBytes = this.#payloadBytes
    const { counters } = this.#sender
    counters.publishReceived += count
    counters.publishBytesReceived += payloadBytes
    this.#clear()
    const others = this.#sendFrames(topic, frames, count, payloadBytes)
    if (others !== undefined || topic.route.groups.length > 0) this.#sendSingly(topic, frames, others ?? [])
  }

  #clear(): void {
    this.#topic = undefined
    this.#buffer = NOTHING
    this.#to = 0
    this.#count = 0
    this.#payloadBytes = 0
  }

  /** Returns the receivers that do not take these frames. */
  #sendFrames(
    { route }: PublishTopic,
    frames: Buffer,
    count: number,
    payloadBytes: number,
  ): Target[] | undefined {
    const { isV5 } = this.#sender
    let others: Target[] | undefined
    for (const target of route.targets) {
      const { outlet } = target.subscriber
      if (outlet?.takesFrames === true && target.takesFrames && outlet.isV5 === isV5) {
        outlet.sendFrames(frames, count, payloadBytes)
      } else {
        others ??= []
        others.push(target)
      }
    }
    return others
  }

  #sendSingly({ topic, route }: PublishTopic, frames: Buffer, targets: readonly Target[]): void {
    const { subscriber, source } = this.#sender
    const receivers = { topic, targets, groups: route.groups }
    for (const payload of this.#payloads(frames))
      deliver(new Message(topic, payload, 0, false, undefined, undefined, source), receivers, subscriber)
  }

  *#payloads(frames: Buffer): Generator<Buffer> {
    let at = 0
    while (at < frames.length) {
      const frame = readFrame(frames, at, frames.length)
      const body = at + headerLength(frame)
      const end = at + packetLength(frame)
      yield frames.subarray(body + 2 + frames.readUInt16BE(body) + (this.#sender.isV5 ? 1 : 0), end)
      at = end
    }
  }
}
