import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encode } from '../../../src/broker/packet/encode.ts'
import { encodeWithin } from '../../../src/broker/packet/encode-within.ts'
import type { Packet, Properties } from '../../../src/broker/packet/packet.ts'
import { decodeBytes } from './decode-bytes.ts'
import { randomPacket } from './random-packet.ts'

const reasonString = 'not so fast'
const userProperties = [['retry', 'later']] as const
const ANSWERS: readonly (readonly [statements: string, packet: Packet])[] = [
  [
    '[MQTT-3.2.2-19], [MQTT-3.2.2-20] a CONNACK',
    { type: 'connack', sessionPresent: false, reasonCode: 0x97 },
  ],
  ['[MQTT-3.4.2-2], [MQTT-3.4.2-3] a PUBACK', { type: 'puback', packetId: 1, reasonCode: 0x97 }],
  ['[MQTT-3.5.2-2], [MQTT-3.5.2-3] a PUBREC', { type: 'pubrec', packetId: 1, reasonCode: 0x97 }],
  ['[MQTT-3.6.2-2], [MQTT-3.6.2-3] a PUBREL', { type: 'pubrel', packetId: 1, reasonCode: 0x92 }],
  ['[MQTT-3.7.2-2], [MQTT-3.7.2-3] a PUBCOMP', { type: 'pubcomp', packetId: 1, reasonCode: 0x92 }],
  ['[MQTT-3.9.2-1], [MQTT-3.9.2-2] a SUBACK', { type: 'suback', packetId: 1, reasonCodes: [0x97] }],
  ['[MQTT-3.11.2-1], [MQTT-3.11.2-2] an UNSUBACK', { type: 'unsuback', packetId: 1, reasonCodes: [0x87] }],
  ['[MQTT-3.14.2-3], [MQTT-3.14.2-4] a DISCONNECT', { type: 'disconnect', reasonCode: 0x97 }],
]

describe('an answer gives way to the maximum packet size of its receiver', () => {
  for (const [name, packet] of ANSWERS) {
    test(`${name} loses its user properties, then its reason string`, () => {
      const whole = { ...packet, properties: { reasonString, userProperties } }
      const explained = { ...packet, properties: { reasonString } }
      const size = encode(5, whole).length
      expect(decoded(whole, size)).toStrictEqual(whole)
      expect(decoded(whole, size - 1)).toStrictEqual(explained)
      expect(decoded(whole, encode(5, explained).length)).toStrictEqual(explained)
      expect(decoded(whole, encode(5, explained).length - 1)).toStrictEqual(packet)
      expect(encodeWithin(5, packet, encode(5, packet).length - 1)).toBeUndefined()
    })
  }

  test('[MQTT-3.15.2-2], [MQTT-3.15.2-3] an AUTH keeps its method and its data', () => {
    const kept = { authenticationMethod: 'SCRAM', authenticationData: Buffer.from([1]) }
    const auth = (properties: Properties): Packet => ({ type: 'auth', reasonCode: 0x18, properties })
    const size = encode(5, auth(kept)).length
    expect(decoded(auth({ ...kept, reasonString, userProperties }), size)).toStrictEqual(auth(kept))
    expect(encodeWithin(5, auth(kept), size - 1)).toBeUndefined()
  })

  test('[MQTT-3.3.2-17] a PUBLISH keeps its user properties and is not sent', () => {
    const publish: Packet = {
      type: 'publish',
      duplicate: false,
      qos: 0,
      retain: false,
      topic: 'a',
      packetId: 0,
      payload: Buffer.alloc(0),
      properties: { userProperties },
    }
    const size = encode(5, publish).length
    expect(encodeWithin(5, publish, size)).toHaveLength(size)
    expect(encodeWithin(5, publish, size - 1)).toBeUndefined()
  })

  test('[MQTT-3.1.2-24] nothing is ever longer than the receiver allows', () => {
    fc.assert(
      fc.property(randomPacket(5), fc.nat(80), (packet, maximumPacketSize) => {
        const bytes = encodeWithin(5, packet, maximumPacketSize)
        if (bytes === undefined) return
        expect(bytes.length).toBeLessThanOrEqual(maximumPacketSize)
        expect(decodeBytes(5, bytes)).toMatchObject({ type: packet.type })
      }),
    )
  })
})

function decoded(packet: Packet, maximumPacketSize: number): unknown {
  const bytes = encodeWithin(5, packet, maximumPacketSize)
  return bytes === undefined ? undefined : decodeBytes(5, bytes)
}
