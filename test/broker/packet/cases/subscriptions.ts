/** SUBSCRIBE, UNSUBSCRIBE and their answers. */

import type { CodecCase } from './codec-case.ts'

const plain = { noLocal: false, retainAsPublished: false, retainHandling: 0 } as const

export const SUBSCRIPTIONS: readonly CodecCase[] = [
  {
    name: 'SUBSCRIBE: all options and an identifier',
    versions: [5],
    bytes: `82 1e 00 0a
      0a 0b 80 01 26 00 01 61 00 01 62
      00 01 23 2e                            ; QoS 2, No Local, Retain As Published, retain handling 2
      00 0a 24 73 68 61 72 65 2f 67 2f 2b 10 ; QoS 0, retain handling 1`,
    packet: {
      type: 'subscribe',
      packetId: 10,
      subscriptions: [
        { filter: '#', qos: 2, noLocal: true, retainAsPublished: true, retainHandling: 2 },
        { filter: '$share/g/+', qos: 0, noLocal: false, retainAsPublished: false, retainHandling: 1 },
      ],
      properties: { subscriptionIdentifiers: [128], userProperties: [['a', 'b']] },
    },
  },
  {
    name: 'SUBSCRIBE: 3.1 repeats it with DUP',
    versions: [3],
    bytes: '8a 08 00 0a 00 03 61 2f 62 01',
    packet: { type: 'subscribe', packetId: 10, subscriptions: [{ ...plain, filter: 'a/b', qos: 1 }] },
    readOnly: true,
  },
  {
    name: 'SUBACK: one reason code for each filter',
    versions: [5],
    bytes: '90 06 00 0a 00 01 02 87',
    packet: { type: 'suback', packetId: 10, reasonCodes: [1, 2, 0x87] },
  },
  {
    name: 'SUBACK: with properties',
    versions: [5],
    bytes: '90 09 00 0a 05 1f 00 02 6e 6f 8f',
    packet: { type: 'suback', packetId: 10, reasonCodes: [0x8f], properties: { reasonString: 'no' } },
  },
  {
    name: 'UNSUBSCRIBE: with properties',
    versions: [5],
    bytes: 'a2 0d 00 0a 07 26 00 01 61 00 01 62 00 01 2b',
    packet: {
      type: 'unsubscribe',
      packetId: 10,
      filters: ['+'],
      properties: { userProperties: [['a', 'b']] },
    },
  },
  {
    name: 'UNSUBACK: has no payload before 5.0',
    versions: [3, 4],
    bytes: 'b0 02 00 0a',
    packet: { type: 'unsuback', packetId: 10, reasonCodes: [] },
  },
  {
    name: 'UNSUBACK: one reason code for each filter',
    versions: [5],
    bytes: 'b0 05 00 0a 00 00 11',
    packet: { type: 'unsuback', packetId: 10, reasonCodes: [0, 0x11] },
  },
]
