/** The standards' own examples, completed to whole packets where they show only a part. */

import type { CodecCase } from './codec-case.ts'

const text = (value: string) => Buffer.from(value)
const message = { type: 'publish', duplicate: false, retain: false, topic: 'a/b', packetId: 10 } as const
const plain = { noLocal: false, retainAsPublished: false, retainHandling: 0 } as const

export const STANDARD_EXAMPLES: readonly CodecCase[] = [
  {
    name: 'CONNECT: the example of MQTT 5.0 3.1.2.12 with a client identifier, a will and credentials',
    versions: [5],
    bytes: `10 26
      00 04 4d 51 54 54 ; MQTT
      05                ; level
      ce                ; user name, password, will QoS 1, will, clean start
      00 0a             ; keep alive
      05 11 00 00 00 0a ; session expiry interval
      00 01 63          ; client identifier
      00                ; will properties
      00 03 61 2f 62    ; will topic
      00 02 01 02       ; will payload
      00 03 62 6f 62    ; user name
      00 02 70 77       ; password`,
    packet: {
      type: 'connect',
      version: 5,
      isBridge: false,
      cleanStart: true,
      keepAliveSeconds: 10,
      clientId: 'c',
      will: { topic: 'a/b', payload: Buffer.from([1, 2]), qos: 1, retain: false },
      username: 'bob',
      password: text('pw'),
      properties: { sessionExpiryInterval: 10 },
    },
  },
  {
    name: 'CONNECT: the example of MQTT 3.1.1 3.1.2.10',
    versions: [4],
    bytes: `10 1f
      00 04 4d 51 54 54 04 ce 00 0a
      00 01 63
      00 03 61 2f 62 00 02 01 02
      00 03 62 6f 62 00 02 70 77`,
    packet: {
      type: 'connect',
      version: 4,
      isBridge: false,
      cleanStart: true,
      keepAliveSeconds: 10,
      clientId: 'c',
      will: { topic: 'a/b', payload: Buffer.from([1, 2]), qos: 1, retain: false },
      username: 'bob',
      password: text('pw'),
    },
  },
  {
    name: 'PUBLISH: the example of MQTT 3.1.1 3.3.2.3',
    versions: [3, 4],
    bytes: '32 07 00 03 61 2f 62 00 0a',
    packet: { ...message, qos: 1, payload: text('') },
  },
  {
    name: 'PUBLISH: the example of MQTT 5.0 3.3.2.4',
    versions: [5],
    bytes: '32 08 00 03 61 2f 62 00 0a 00',
    packet: { ...message, qos: 1, payload: text('') },
  },
  {
    name: 'SUBSCRIBE: the example of MQTT 3.1.1 3.8.3.1',
    versions: [3, 4],
    bytes: '82 0e 00 0a 00 03 61 2f 62 01 00 03 63 2f 64 02',
    packet: {
      type: 'subscribe',
      packetId: 10,
      subscriptions: [
        { ...plain, filter: 'a/b', qos: 1 },
        { ...plain, filter: 'c/d', qos: 2 },
      ],
    },
  },
  {
    name: 'SUBSCRIBE: the example of MQTT 5.0 3.8.3.2',
    versions: [5],
    bytes: '82 0f 00 0a 00 00 03 61 2f 62 01 00 03 63 2f 64 02',
    packet: {
      type: 'subscribe',
      packetId: 10,
      subscriptions: [
        { ...plain, filter: 'a/b', qos: 1 },
        { ...plain, filter: 'c/d', qos: 2 },
      ],
    },
  },
  {
    name: 'SUBACK: the example of MQTT 3.1.1 3.9.3',
    versions: [3, 4],
    bytes: '90 05 00 0a 00 02 80',
    packet: { type: 'suback', packetId: 10, reasonCodes: [0, 2, 0x80] },
  },
  {
    name: 'UNSUBSCRIBE: the example of MQTT 3.1.1 3.10.3',
    versions: [3, 4],
    bytes: 'a2 0c 00 0a 00 03 61 2f 62 00 03 63 2f 64',
    packet: { type: 'unsubscribe', packetId: 10, filters: ['a/b', 'c/d'] },
  },
  {
    name: 'UNSUBSCRIBE: the example of MQTT 5.0 3.10.3',
    versions: [5],
    bytes: 'a2 0d 00 0a 00 00 03 61 2f 62 00 03 63 2f 64',
    packet: { type: 'unsubscribe', packetId: 10, filters: ['a/b', 'c/d'] },
  },
  {
    name: 'PUBLISH: a topic is UTF-8, here the string of MQTT 5.0 1.5.4.1',
    versions: [3, 4],
    bytes: '30 09 00 05 41 f0 aa 9b 94 68 69',
    packet: { ...message, topic: 'A𪛔', qos: 0, packetId: 0, payload: text('hi') },
  },
]
