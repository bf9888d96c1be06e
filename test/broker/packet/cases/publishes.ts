/** PUBLISH. */

import type { CodecCase } from './codec-case.ts'

const text = (value: string) => Buffer.from(value)
const message = { type: 'publish', duplicate: false, retain: false, topic: 'a/b', packetId: 10 } as const

export const PUBLISHES: readonly CodecCase[] = [
  {
    name: 'PUBLISH: QoS 0 has no packet identifier',
    versions: [3, 4],
    bytes: '31 07 00 03 61 2f 62 68 69',
    packet: { ...message, qos: 0, retain: true, packetId: 0, payload: text('hi') },
  },
  {
    name: 'PUBLISH: QoS 2, again',
    versions: [3, 4],
    bytes: '3c 08 00 03 61 2f 62 ff ff 00',
    packet: { ...message, duplicate: true, qos: 2, packetId: 65_535, payload: Buffer.from([0]) },
  },
  {
    name: 'PUBLISH: a byte order mark stays where it is',
    versions: [3, 4],
    bytes: '30 07 00 05 61 ef bb bf 62',
    packet: { ...message, topic: 'a\ufeffb', qos: 0, packetId: 0, payload: text('') },
  },
  {
    name: 'PUBLISH: a topic alias in place of a topic',
    versions: [5],
    bytes: '30 07 00 00 03 23 00 07 78',
    packet: {
      ...message,
      topic: '',
      qos: 0,
      packetId: 0,
      payload: text('x'),
      properties: { topicAlias: 7 },
    },
  },
  {
    name: 'PUBLISH: all properties, with several subscription identifiers',
    versions: [5],
    bytes: `32 37 00 03 61 2f 62 00 0a
      2d
      23 ff ff                      ; topic alias
      01 00                         ; payload format indicator
      02 00 00 00 00                ; message expiry interval
      03 00 00                      ; content type
      08 00 02 c3 a4                ; response topic
      09 00 00                      ; correlation data
      0b 01 0b ff ff ff 7f 0b 80 01 ; subscription identifiers
      26 00 01 61 00 01 62          ; user property
      26 00 00 00 02 c3 bc          ; user property
      c3 28`,
    packet: {
      ...message,
      qos: 1,
      payload: Buffer.from([0xc3, 0x28]),
      properties: {
        payloadFormatIndicator: 0,
        messageExpiryInterval: 0,
        contentType: '',
        responseTopic: 'ä',
        correlationData: text(''),
        subscriptionIdentifiers: [1, 268_435_455, 128],
        topicAlias: 65_535,
        userProperties: [
          ['a', 'b'],
          ['', 'ü'],
        ],
      },
    },
  },
  {
    name: 'PUBLISH: properties may come in any order, an empty block is none',
    versions: [5],
    bytes: '30 0d 00 03 61 2f 62 07 26 00 00 00 00 01 01',
    packet: {
      ...message,
      qos: 0,
      packetId: 0,
      payload: text(''),
      properties: { userProperties: [['', '']], payloadFormatIndicator: 1 },
    },
    readOnly: true,
  },
]
