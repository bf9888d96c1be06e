/** CONNACK. */

import type { CodecCase } from './codec-case.ts'

export const CONNACKS: readonly CodecCase[] = [
  {
    name: 'CONNACK: accepted, with a session',
    versions: [4],
    bytes: '20 02 01 00',
    packet: { type: 'connack', sessionPresent: true, reasonCode: 0 },
  },
  {
    name: 'CONNACK: the first byte is reserved in 3.1',
    versions: [3],
    bytes: '20 02 01 00',
    packet: { type: 'connack', sessionPresent: false, reasonCode: 0 },
    readOnly: true,
  },
  {
    name: 'CONNACK: refused with a return code',
    versions: [3, 4],
    bytes: '20 02 00 05',
    packet: { type: 'connack', sessionPresent: false, reasonCode: 5 },
  },
  {
    name: 'CONNACK: refused with a reason code',
    versions: [5],
    bytes: '20 03 00 87 00',
    packet: { type: 'connack', sessionPresent: false, reasonCode: 0x87 },
  },
  {
    name: 'CONNACK: the usual properties in the order of Mosquitto 2.1',
    versions: [5],
    bytes: `20 2c 00 00 29
      13 00 3c          ; server keep alive
      22 00 0a          ; topic alias maximum
      12 00 04 41 55 54 4f ; assigned client identifier
      15 00 03 53 43 52 ; authentication method
      16 00 02 01 02    ; authentication data
      25 00             ; retain available
      27 00 1e 84 80    ; maximum packet size
      11 00 00 00 78    ; session expiry interval
      21 00 14          ; receive maximum
      24 01             ; maximum QoS`,
    packet: {
      type: 'connack',
      sessionPresent: false,
      reasonCode: 0,
      properties: {
        receiveMaximum: 20,
        serverKeepAlive: 60,
        topicAliasMaximum: 10,
        assignedClientIdentifier: 'AUTO',
        authenticationMethod: 'SCR',
        authenticationData: Buffer.from([1, 2]),
        retainAvailable: 0,
        maximumPacketSize: 2_000_000,
        sessionExpiryInterval: 120,
        maximumQos: 1,
      },
    },
  },
  {
    name: 'CONNACK: the other properties',
    versions: [5],
    bytes: `20 22 00 9c 1f
      28 00 29 01 2a 00
      1a 00 03 72 2f 69    ; response information
      1c 00 01 68          ; server reference
      1f 00 04 62 75 73 79 ; reason string
      26 00 01 61 00 02 62 63`,
    packet: {
      type: 'connack',
      sessionPresent: false,
      reasonCode: 0x9c,
      properties: {
        wildcardSubscriptionAvailable: 0,
        subscriptionIdentifierAvailable: 1,
        sharedSubscriptionAvailable: 0,
        responseInformation: 'r/i',
        serverReference: 'h',
        reasonString: 'busy',
        userProperties: [['a', 'bc']],
      },
    },
  },
]
