/** CONNECT. */

import type { CodecCase } from './codec-case.ts'

const text = (value: string) => Buffer.from(value)

export const CONNECTS: readonly CodecCase[] = [
  {
    name: 'CONNECT: nothing but a client identifier',
    versions: [4],
    bytes: '10 0d 00 04 4d 51 54 54 04 00 00 00 00 01 63',
    packet: {
      type: 'connect',
      version: 4,
      isBridge: false,
      cleanStart: false,
      keepAliveSeconds: 0,
      clientId: 'c',
    },
  },
  {
    name: 'CONNECT: an empty client identifier with a clean session',
    versions: [4],
    bytes: '10 0c 00 04 4d 51 54 54 04 02 ff ff 00 00',
    packet: {
      type: 'connect',
      version: 4,
      isBridge: false,
      cleanStart: true,
      keepAliveSeconds: 65_535,
      clientId: '',
    },
  },
  {
    name: 'CONNECT: 3.1 has a protocol name of its own',
    versions: [3],
    bytes: '10 0f 00 06 4d 51 49 73 64 70 03 02 00 3c 00 01 63',
    packet: {
      type: 'connect',
      version: 3,
      isBridge: false,
      cleanStart: true,
      keepAliveSeconds: 60,
      clientId: 'c',
    },
  },
  {
    name: 'CONNECT: a bridge of Mosquitto says so in the level, with 3.1.1',
    versions: [4],
    bytes: '10 0d 00 04 4d 51 54 54 84 00 00 3c 00 01 62',
    packet: {
      type: 'connect',
      version: 4,
      isBridge: true,
      cleanStart: false,
      keepAliveSeconds: 60,
      clientId: 'b',
    },
  },
  {
    name: 'CONNECT: a bridge of Mosquitto says so in the level, with 3.1',
    versions: [3],
    bytes: '10 0f 00 06 4d 51 49 73 64 70 83 00 00 3c 00 01 62',
    packet: {
      type: 'connect',
      version: 3,
      isBridge: true,
      cleanStart: false,
      keepAliveSeconds: 60,
      clientId: 'b',
    },
  },
  {
    name: 'CONNECT: in 3.1 user name and password may be announced and missing',
    versions: [3],
    bytes: '10 0f 00 06 4d 51 49 73 64 70 03 c0 00 3c 00 01 63',
    packet: {
      type: 'connect',
      version: 3,
      isBridge: false,
      cleanStart: false,
      keepAliveSeconds: 60,
      clientId: 'c',
    },
    readOnly: true,
  },
  {
    name: 'CONNECT: an empty user name and an empty password are there all the same',
    versions: [4],
    bytes: '10 11 00 04 4d 51 54 54 04 c2 00 00 00 01 63 00 00 00 00',
    packet: {
      type: 'connect',
      version: 4,
      isBridge: false,
      cleanStart: true,
      keepAliveSeconds: 0,
      clientId: 'c',
      username: '',
      password: text(''),
    },
  },
  {
    name: 'CONNECT: 5.0 may have a password without a user name, and no client identifier',
    versions: [5],
    bytes: '10 10 00 04 4d 51 54 54 05 40 00 00 00 00 00 00 01 70',
    packet: {
      type: 'connect',
      version: 5,
      isBridge: false,
      cleanStart: false,
      keepAliveSeconds: 0,
      clientId: '',
      password: text('p'),
    },
  },
  {
    name: 'CONNECT: all properties, of the connection and of the will',
    versions: [5],
    bytes: `10 7b
      00 04 4d 51 54 54 05 36 00 3c
      35
      22 00 0a             ; topic alias maximum
      15 00 03 53 43 52    ; authentication method
      16 00 02 01 02       ; authentication data
      27 00 00 04 00       ; maximum packet size
      11 ff ff ff ff       ; session expiry interval
      21 00 14             ; receive maximum
      19 01                ; request response information
      17 00                ; request problem information
      26 00 01 61 00 01 62 ; user property
      26 00 01 61 00 01 62 ; user property, again
      26 00 01 61 00 02 c3 a4
      00 01 63             ; client identifier
      32
      18 00 00 00 05       ; will delay interval
      01 01                ; payload format indicator
      02 00 00 00 3c       ; message expiry interval
      03 00 0a 74 65 78 74 2f 70 6c 61 69 6e ; content type
      08 00 03 72 2f 73    ; response topic
      09 00 02 00 ff       ; correlation data
      26 00 04 6e 61 6d 65 00 05 76 61 6c 75 65
      00 01 77             ; will topic
      00 00                ; will payload`,
    packet: {
      type: 'connect',
      version: 5,
      isBridge: false,
      cleanStart: true,
      keepAliveSeconds: 60,
      clientId: 'c',
      will: {
        topic: 'w',
        payload: text(''),
        qos: 2,
        retain: true,
        properties: {
          willDelayInterval: 5,
          payloadFormatIndicator: 1,
          messageExpiryInterval: 60,
          contentType: 'text/plain',
          responseTopic: 'r/s',
          correlationData: Buffer.from([0, 255]),
          userProperties: [['name', 'value']],
        },
      },
      properties: {
        topicAliasMaximum: 10,
        authenticationMethod: 'SCR',
        authenticationData: Buffer.from([1, 2]),
        maximumPacketSize: 1024,
        sessionExpiryInterval: 0xffff_ffff,
        receiveMaximum: 20,
        requestResponseInformation: 1,
        requestProblemInformation: 0,
        userProperties: [
          ['a', 'b'],
          ['a', 'b'],
          ['a', 'ä'],
        ],
      },
    },
  },
]
