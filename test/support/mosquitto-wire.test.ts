import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodePublish, encodePacket, encodePublish, splitPackets } from './mosquitto-wire.ts'

test.each([
  [0, [0x30, 0]],
  [127, [0x30, 0x7f]],
  [128, [0x30, 0x80, 1]],
  [16_384, [0x30, 0x80, 0x80, 1]],
])('a length of %i is written as in MQTT 3.1.1 table 2.4', (length, header) => {
  expect([...encodePacket(3, 0, new Uint8Array(length)).subarray(0, header.length)]).toEqual(header)
})

test('packets survive being cut anywhere', () => {
  const publication = fc.record(
    { topic: fc.string(), payload: fc.string({ maxLength: 300 }) },
    { requiredKeys: [] },
  )
  const identified = fc.tuple(publication, fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined }))
  fc.assert(
    fc.property(fc.array(identified), fc.infiniteStream(fc.integer({ min: 1, max: 50 })), (sent, sizes) => {
      const messages = sent.map(([{ topic = '', payload = '' }, packetId]) =>
        packetId === undefined ? { topic, payload } : { topic, payload, packetId },
      )
      let stream = Buffer.concat(
        messages.map((m) => encodePublish(m.topic, m.payload, 'packetId' in m ? m.packetId : undefined)),
      )
      let rest: Buffer = Buffer.alloc(0)
      const read: unknown[] = []
      for (const size of sizes) {
        const split = splitPackets(Buffer.concat([rest, stream.subarray(0, size)]))
        stream = stream.subarray(size)
        rest = split.rest
        read.push(...split.packets.map(decodePublish))
        if (stream.length === 0) break
      }
      expect(read).toEqual(messages)
      expect(rest).toHaveLength(0)
    }),
  )
})
