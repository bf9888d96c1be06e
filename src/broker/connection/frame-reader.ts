/** Cuts what arrives into MQTT frames (MQTT 5.0 2.1) without copying; only frames that are split are put together. */

export interface FrameHandler {
  /** One whole frame in `buffer`: its first byte at `start`, its variable header from `body`. False ends the reading. */
  onFrame(buffer: Buffer, start: number, body: number, end: number): boolean
  /** The length of a frame is no variable byte integer, or beyond `maxFrameBytes`; nothing more is read. */
  onBrokenFrame(problem: 'malformed-length' | 'too-large'): void
}

const NEEDS_MORE = -1
const MALFORMED = -2

export class FrameReader {
  readonly #handler: FrameHandler
  /** Bytes of a whole frame; 0: no limit. */
  maxFrameBytes: number
  #parts: Buffer[] | undefined = undefined
  #have = 0
  /** Bytes of the frame that {@link #parts} begin; 0 while its length is not known. */
  #need = 0
  #isEnded = false
  #body = 0

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
      const end = this.#frameEnd(chunk, at)
      if (end === MALFORMED) {
        this.#break('malformed-length')
        return
      }
      if (end !== NEEDS_MORE && this.maxFrameBytes > 0 && end - at > this.maxFrameBytes) {
        this.#break('too-large')
        return
      }
      if (end === NEEDS_MORE || end > chunk.length) {
        this.#need = end === NEEDS_MORE ? 0 : end - at
        this.#keep(chunk.subarray(at))
        return
      }
      if (!this.#handler.onFrame(chunk, at, this.#body, end)) {
        this.#isEnded = true
        return
      }
      at = end
    }
  }

  /** Where the frame at `at` ends; sets {@link #body}. */
  #frameEnd(chunk: Buffer, at: number): number {
    let value = 0
    for (let i = 1; i <= 4; i++) {
      const byte = chunk[at + i]
      if (byte === undefined) return NEEDS_MORE
      value += (byte & 127) * 128 ** (i - 1)
      if (byte < 128) {
        this.#body = at + i + 1
        return this.#body + value
      }
    }
    return MALFORMED // [MQTT-1.5.5-1]
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
