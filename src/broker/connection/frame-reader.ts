/** Cuts what arrives into MQTT frames (MQTT 5.0 2.1) without copying; only frames that are split are put together. */

import {
  FRAME_INCOMPLETE,
  FRAME_MALFORMED,
  headerLength,
  packetLength,
  readFrame,
} from '../packet/read-frame.ts'

export interface FrameHandler {
  /** One whole frame in `buffer`: its first byte at `start`, its variable header from `body`. False ends the reading. */
  onFrame(buffer: Buffer, start: number, body: number, end: number): boolean
  /** The length of a frame is no variable byte integer, or beyond `maxFrameBytes`; nothing more is read. */
  onBrokenFrame(problem: 'malformed-length' | 'too-large'): void
}

export class FrameReader {
  readonly #handler: FrameHandler
  /** Bytes of a whole frame; 0: no limit. */
  maxFrameBytes: number
  #parts: Buffer[] | undefined = undefined
  #have = 0
  /** Bytes of the frame that {@link #parts} begin; 0 while its length is not known. */
  #need = 0
  #isEnded = false

  constructor(handler: FrameHandler, maxFrameBytes: number) {
    this.#handler = handler
    this.maxFrameBytes = maxFrameBytes
  }

  read(chunk: Buffer): void {
    if (this.#isEnded) return
    if (this.#parts === undefined) this.#readFrom(chunk, 0)
    else if (this.#need === 0) this.#readFrom(this.#joined(chunk), 0)
    else if (this.#have + chunk.length < this.#need) this.#keep(chunk)
    else this.#readRest(chunk, this.#need - this.#have)
  }

  #readRest(chunk: Buffer, missing: number): void {
    const frame = this.#joined(chunk.subarray(0, missing))
    this.#readFrom(frame, 0)
    if (!this.#isEnded && missing < chunk.length) this.#readFrom(chunk, missing)
  }

  #readFrom(chunk: Buffer, from: number): void {
    let at = from
    while (at < chunk.length) {
      const frame = readFrame(chunk, at, chunk.length)
      if (frame === FRAME_MALFORMED) {
        this.#break('malformed-length')
        return
      }
      const length = frame === FRAME_INCOMPLETE ? 0 : packetLength(frame)
      if (this.maxFrameBytes > 0 && length > this.maxFrameBytes) {
        this.#break('too-large')
        return
      }
      if (length === 0 || at + length > chunk.length) {
        this.#need = length
        this.#keep(chunk.subarray(at))
        return
      }
      if (!this.#handler.onFrame(chunk, at, at + headerLength(frame), at + length)) {
        this.#isEnded = true
        return
      }
      at += length
    }
  }

  #break(problem: 'malformed-length' | 'too-large'): void {
    this.#isEnded = true
    this.#handler.onBrokenFrame(problem)
  }

  #keep(part: Buffer): void {
    this.#parts ??= []
    this.#parts.push(part)
    this.#have += part.length
  }

  #joined(last: Buffer): Buffer {
    const parts = this.#parts ?? []
    this.#parts = undefined
    this.#have = 0
    this.#need = 0
    return Buffer.concat([...parts, last])
  }
}
