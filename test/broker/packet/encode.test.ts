import { describe, expect, test } from 'vitest'
import { encode } from '../../../src/broker/packet/encode.ts'
import type { Packet, Properties, Publish } from '../../../src/broker/packet/packet.ts'
import { publishProperties } from '../../../src/broker/packet/publish-properties.ts'
import {
  ACKNOWLEDGEMENT_LENGTH,
  writeAcknowledgement,
} from '../../../src/broker/packet/write-acknowledgement.ts'
import { encodeProperties, propertiesLength } from '../../../src/broker/packet/write-properties.ts'
import { decodeBytes } from './decode-bytes.ts'
import { hex } from './hex.ts'

const publish: Publish = {
  type: 'publish',
  duplicate: false,
  qos: 0,
  retain: false,
  topic: 'a',
  packetId: 0,
  payload: Buffer.alloc(0),
}

describe('the shortest acknowledgement', () => {
  test.each(['puback', 'pubrec', 'pubrel', 'pubcomp'] as const)('%s is the same in all versions', (type) => {
    for (const packetId of [1, 255, 256, 65_535]) {
      const buffer = Buffer.alloc(ACKNOWLEDGEMENT_LENGTH + 2, 0xee)
      writeAcknowledgement(buffer, 1, type, packetId)
      for (const version of [3, 4, 5] as const)
        expect(encode(version, { type, packetId, reasonCode: 0 })).toStrictEqual(buffer.subarray(1, 5))
      expect([buffer[0], buffer[5]]).toEqual([0xee, 0xee])
    }
  })
})

describe('property blocks', () => {
  test('are written and measured without the length before them', () => {
    const properties: Properties = { messageExpiryInterval: 1, contentType: 'ä' }
    const bytes = hex('02 00 00 00 01 03 00 02 c3 a4')
    expect(encodeProperties('publish', properties)).toStrictEqual(bytes)
    expect(propertiesLength('publish', properties)).toBe(bytes.length)
    expect(encodeProperties('publish', {})).toHaveLength(0)
  })

  test('hold only what their packet may carry', () => {
    const properties: Properties = { reasonString: 'no', contentType: 'a', receiveMaximum: 1 }
    expect(encodeProperties('puback', properties)).toStrictEqual(hex('1f 00 02 6e 6f'))
  })

  test('[MQTT-2.2.2-1] are there with length 0 where there are none', () => {
    expect(encode(5, { type: 'suback', packetId: 1, reasonCodes: [0] })).toStrictEqual(
      hex('90 04 00 01 00 00'),
    )
    expect(encode(5, { ...publish, properties: {} })).toStrictEqual(hex('30 04 00 01 61 00'))
  })

  test('[MQTT-3.3.2-18] keep the order of user properties, and those that repeat', () => {
    const userProperties = [
      ['b', '1'],
      ['a', '2'],
      ['b', '1'],
    ] as const
    const bytes = encode(5, { ...publish, properties: { userProperties } })
    expect(decodeBytes(5, bytes)).toMatchObject({ properties: { userProperties } })
  })
})

describe('what a server passes on of a PUBLISH', () => {
  const forwarded: Properties = {
    payloadFormatIndicator: 1,
    messageExpiryInterval: 60,
    contentType: 'text/plain',
    responseTopic: 'a',
    correlationData: Buffer.from([1]),
    userProperties: [['a', 'b']],
  }

  test('[MQTT-3.3.2-4], [MQTT-3.3.2-15], [MQTT-3.3.2-16], [MQTT-3.3.2-17], [MQTT-3.3.2-20] stays unaltered', () => {
    expect(publishProperties(forwarded)).toBe(forwarded)
  })

  test('[MQTT-3.3.2-7] leaves out the topic alias and the subscription identifiers', () => {
    expect(publishProperties({ ...forwarded, topicAlias: 3, subscriptionIdentifiers: [1] })).toStrictEqual(
      forwarded,
    )
    expect(publishProperties({ topicAlias: 3 })).toBeUndefined()
  })
})

describe('what a version cannot carry is left out', () => {
  const properties: Properties = { reasonString: 'no', topicAliasMaximum: 3, contentType: 'a' }
  const cases: readonly (readonly [packet: Packet, bytes: string])[] = [
    [{ type: 'connack', sessionPresent: true, reasonCode: 0, properties }, '20 02 01 00'],
    [{ ...publish, properties }, '30 03 00 01 61'],
    [{ type: 'puback', packetId: 1, reasonCode: 0x10, properties }, '40 02 00 01'],
    [{ type: 'suback', packetId: 1, reasonCodes: [0], properties }, '90 03 00 01 00'],
    [{ type: 'unsuback', packetId: 1, reasonCodes: [0], properties }, 'b0 02 00 01'],
    [{ type: 'disconnect', reasonCode: 0x8b, properties }, 'e0 00'],
  ]
  test.each(cases)('3.1.1 has no such %o', (packet, bytes) => {
    expect(encode(4, packet)).toStrictEqual(hex(bytes))
  })

  test('3.1 has no Session Present', () => {
    expect(encode(3, { type: 'connack', sessionPresent: true, reasonCode: 0 })).toStrictEqual(
      hex('20 02 00 00'),
    )
  })
})

describe('what no packet can carry is a mistake of the caller', () => {
  const long = 'ä'.repeat(32_768)

  test('a text of more than 65,535 bytes', () => {
    const filters = [long]
    expect(() => encode(4, { type: 'unsubscribe', packetId: 1, filters })).toThrow(RangeError)
    expect(() => encode(4, { ...publish, topic: long })).toThrow(RangeError)
    expect(() => encode(5, { ...publish, properties: { contentType: long } })).toThrow(RangeError)
  })

  test('binary data of more than 65,535 bytes', () => {
    const correlationData = Buffer.alloc(65_536)
    expect(() => encode(5, { ...publish, properties: { correlationData } })).toThrow(RangeError)
  })

  test('the longest text is fine', () => {
    const topic = long.slice(1)
    expect(decodeBytes(4, encode(4, { ...publish, topic }))).toStrictEqual({ ...publish, topic })
  })
})

describe('long and short texts', () => {
  test('are written alike, whatever they hold', () => {
    for (const sample of ['a', 'ä', '€', '😀', 'a\u00e4'])
      for (let length = 1; length < 40; length++) {
        const topic = sample.repeat(length)
        expect(decodeBytes(4, encode(4, { ...publish, topic }))).toStrictEqual({ ...publish, topic })
      }
  })
})

describe('payloads and binary properties', () => {
  test('are views of what was read, not copies', () => {
    const bytes = encode(5, { ...publish, payload: hex('01 02'), properties: { correlationData: hex('03') } })
    const result = decodeBytes(5, bytes)
    if (result.type !== 'publish') throw new Error(`read a ${result.type}`)
    for (const view of [result.payload, result.properties?.correlationData])
      expect(view?.buffer).toBe(bytes.buffer)
  })
})
