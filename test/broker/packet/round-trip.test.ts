import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decode } from '../../../src/broker/packet/decode.ts'
import { encode } from '../../../src/broker/packet/encode.ts'
import type { Malformed, Packet, ProtocolVersion } from '../../../src/broker/packet/packet.ts'
import { decodeBytes } from './decode-bytes.ts'
import { randomPacket } from './random-packet.ts'

const VERSIONS: readonly ProtocolVersion[] = [3, 4, 5]

describe.each(VERSIONS)('protocol level %i', (version) => {
  test('a packet that is written reads as the same packet', () => {
    fc.assert(
      fc.property(randomPacket(version), (packet) => {
        expect(decodeBytes(version, encode(version, packet))).toStrictEqual(packet)
      }),
      { numRuns: 2_000 },
    )
  })

  test('a packet that is cut short anywhere is read alike whatever bytes follow it', () => {
    fc.assert(
      fc.property(randomPacket(version), fc.nat(), fc.boolean(), (packet, cut, ones) => {
        const whole = encode(version, packet)
        const bodyStart = whole.length < 130 ? 2 : 3
        const end = bodyStart + (cut % Math.max(1, whole.length - bodyStart))
        const isolated = decode(version, Buffer.from(whole.subarray(0, end)), 0, bodyStart, end)
        const followed = Buffer.concat([whole.subarray(0, end), Buffer.alloc(300, ones ? 0xff : 0)])
        expect(decode(version, followed, 0, bodyStart, end)).toStrictEqual(isolated)
      }),
      { numRuns: 1_000 },
    )
  })

  test('any bytes are a packet or say what is wrong with them, and a packet can be written again', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (body) => {
        for (let first = 0; first < 256; first++) {
          const bytes = Buffer.from([first, body.length, ...body])
          const result = decode(version, bytes, 0, 2, bytes.length)
          expectSound(version, result)
        }
      }),
      { numRuns: 100 },
    )
  })
})

function expectSound(version: ProtocolVersion, result: Packet | Malformed): void {
  if (result.type === 'malformed') {
    expect(result.reasonCode).toBeGreaterThanOrEqual(0x80)
    expect(result.message).not.toBe('')
  } else {
    const spoken = result.type === 'connect' ? result.version : version
    expect(decodeBytes(spoken, encode(spoken, result))).toStrictEqual(result)
  }
}
