/** PUBACK, PUBREC, PUBREL and PUBCOMP. */

import type { CodecCase } from './codec-case.ts'

export const ACKNOWLEDGEMENTS: readonly CodecCase[] = [
  {
    name: 'PUBACK: success goes without saying',
    versions: [3, 4, 5],
    bytes: '40 02 00 0a',
    packet: { type: 'puback', packetId: 10, reasonCode: 0 },
  },
  {
    name: 'PUBREC: success goes without saying',
    versions: [3, 4, 5],
    bytes: '50 02 01 00',
    packet: { type: 'pubrec', packetId: 256, reasonCode: 0 },
  },
  {
    name: 'PUBREL: has the flag of a packet that used to have a QoS',
    versions: [3, 4, 5],
    bytes: '62 02 ff ff',
    packet: { type: 'pubrel', packetId: 65_535, reasonCode: 0 },
  },
  {
    name: 'PUBCOMP: success goes without saying',
    versions: [3, 4, 5],
    bytes: '70 02 00 01',
    packet: { type: 'pubcomp', packetId: 1, reasonCode: 0 },
  },
  {
    name: 'PUBREL: 3.1 repeats it with DUP',
    versions: [3],
    bytes: '6a 02 00 0a',
    packet: { type: 'pubrel', packetId: 10, reasonCode: 0 },
    readOnly: true,
  },
  {
    name: 'PUBACK: success may be said',
    versions: [5],
    bytes: '40 03 00 0a 00',
    packet: { type: 'puback', packetId: 10, reasonCode: 0 },
    readOnly: true,
  },
  {
    name: 'PUBACK: a reason code without properties',
    versions: [5],
    bytes: '40 03 00 0a 10',
    packet: { type: 'puback', packetId: 10, reasonCode: 0x10 },
  },
  {
    name: 'PUBREC: a reason code with no properties in so many words',
    versions: [5],
    bytes: '50 04 00 0a 87 00',
    packet: { type: 'pubrec', packetId: 10, reasonCode: 0x87 },
    readOnly: true,
  },
  {
    name: 'PUBCOMP: a reason code with properties',
    versions: [5],
    bytes: '70 0e 00 0a 92 0a 1f 00 02 6e 6f 26 00 00 00 00',
    packet: {
      type: 'pubcomp',
      packetId: 10,
      reasonCode: 0x92,
      properties: { reasonString: 'no', userProperties: [['', '']] },
    },
  },
  {
    name: 'PUBREL: success with properties must be said',
    versions: [5],
    bytes: '62 09 00 0a 00 05 1f 00 02 6f 6b',
    packet: { type: 'pubrel', packetId: 10, reasonCode: 0, properties: { reasonString: 'ok' } },
  },
]
