/** Pings, DISCONNECT and AUTH. */

import type { CodecCase } from './codec-case.ts'

export const FAREWELLS: readonly CodecCase[] = [
  { name: 'PINGREQ', versions: [3, 4, 5], bytes: 'c0 00', packet: { type: 'pingreq' } },
  { name: 'PINGRESP', versions: [3, 4, 5], bytes: 'd0 00', packet: { type: 'pingresp' } },
  {
    name: 'DISCONNECT: a normal one says nothing',
    versions: [3, 4, 5],
    bytes: 'e0 00',
    packet: { type: 'disconnect', reasonCode: 0 },
  },
  {
    name: 'DISCONNECT: a reason code',
    versions: [5],
    bytes: 'e0 01 8e',
    packet: { type: 'disconnect', reasonCode: 0x8e },
  },
  {
    name: 'DISCONNECT: all properties',
    versions: [5],
    bytes: 'e0 17 04 15 11 00 00 00 3c 1c 00 01 68 1f 00 02 6e 6f 26 00 01 61 00 01 62',
    packet: {
      type: 'disconnect',
      reasonCode: 4,
      properties: {
        sessionExpiryInterval: 60,
        serverReference: 'h',
        reasonString: 'no',
        userProperties: [['a', 'b']],
      },
    },
  },
  {
    name: 'AUTH: success says nothing',
    versions: [5],
    bytes: 'f0 00',
    packet: { type: 'auth', reasonCode: 0 },
  },
  {
    name: 'AUTH: all properties',
    versions: [5],
    bytes: 'f0 19 18 17 15 00 03 53 43 52 16 00 02 01 02 1f 00 02 6e 6f 26 00 01 61 00 01 62',
    packet: {
      type: 'auth',
      reasonCode: 0x18,
      properties: {
        authenticationMethod: 'SCR',
        authenticationData: Buffer.from([1, 2]),
        reasonString: 'no',
        userProperties: [['a', 'b']],
      },
    },
  },
]
