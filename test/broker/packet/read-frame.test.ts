import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  FRAME_INCOMPLETE,
  FRAME_MALFORMED,
  headerLength,
  packetLength,
  readFrame,
} from '../../../src/broker/packet/read-frame.ts'
import { hex } from './hex.ts'

/** The limits in MQTT 5.0 table 1-1: what 1, 2, 3 and 4 bytes can say. */
const LIMITS: readonly (readonly [bytes: string, remaining: number])[] = [
  ['00', 0],
  ['7f', 127],
  ['80 01', 128],
  ['ff 7f', 16_383],
  ['80 80 01', 16_384],
  ['ff ff 7f', 2_097_151],
  ['80 80 80 01', 2_097_152],
  ['ff ff ff 7f', 268_435_455],
]

describe('the fixed header', () => {
  for (const [bytes, remaining] of LIMITS) {
    test(`${bytes} says ${remaining} bytes`, () => {
      const header = hex(`30 ${bytes}`)
      const frame = readFrame(header, 0, header.length)
      expect(headerLength(frame)).toBe(header.length)
      expect(packetLength(frame)).toBe(header.length + remaining)
    })

    test(`${bytes} is waited for until its last byte`, () => {
      const header = hex(`30 ${bytes} 00 00`)
      for (let end = 0; end < header.length - 2; end++)
        expect(readFrame(header, 0, end)).toBe(FRAME_INCOMPLETE)
    })
  }

  test('[MQTT-1.5.5-1] has no fifth byte of length', () => {
    expect(readFrame(hex('30 ff ff ff ff'), 0, 5)).toBe(FRAME_MALFORMED)
    expect(readFrame(hex('30 80 80 80 80 01'), 0, 6)).toBe(FRAME_MALFORMED)
  })

  test('is found anywhere in a buffer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 9 }), fc.uint8Array({ maxLength: 9 }), (before, bytes) => {
        const buffer = Buffer.concat([before, bytes])
        expect(readFrame(buffer, before.length, buffer.length)).toBe(readFrame(bytes, 0, bytes.length))
      }),
    )
  })
})
