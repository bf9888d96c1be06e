/** Strings that are not what MQTT calls UTF-8, or not where they should be. */

import type { MalformedCase } from './malformed-case.ts'

export const MALFORMED_STRINGS: readonly MalformedCase[] = [
  {
    name: '[MQTT-1.5.4-1], 3.1.1 [MQTT-1.5.3-1] a stray continuation byte',
    versions: [3, 4, 5],
    bytes: '30 04 00 02 61 80',
    reasonCode: 0x81,
    message: 'PUBLISH: the topic name is not UTF-8, or holds a control character',
  },
  {
    name: '[MQTT-1.5.4-1], 3.1.1 [MQTT-1.5.3-1] an overlong form',
    versions: [3, 4, 5],
    bytes: '30 04 00 02 c1 a1',
    reasonCode: 0x81,
    message: 'PUBLISH: the topic name is not UTF-8, or holds a control character',
  },
  {
    name: '[MQTT-1.5.4-1], 3.1.1 [MQTT-1.5.3-1] a surrogate, U+D800',
    versions: [3, 4, 5],
    bytes: '30 05 00 03 ed a0 80',
    reasonCode: 0x81,
    message: 'PUBLISH: the topic name is not UTF-8, or holds a control character',
  },
  {
    name: '[MQTT-1.5.4-1], 3.1.1 [MQTT-1.5.3-1] a character cut short by the end of the string',
    versions: [3, 4, 5],
    bytes: '30 05 00 02 61 c3 a4',
    reasonCode: 0x81,
    message: 'PUBLISH: the topic name is not UTF-8, or holds a control character',
  },
  {
    name: '[MQTT-1.5.4-1], 3.1.1 [MQTT-1.5.3-1] a code point above U+10FFFF',
    versions: [3, 4, 5],
    bytes: '30 06 00 04 f4 90 80 80',
    reasonCode: 0x81,
    message: 'PUBLISH: the topic name is not UTF-8, or holds a control character',
  },
  {
    name: '[MQTT-1.5.4-2], [MQTT-4.7.3-2], 3.1.1 [MQTT-1.5.3-2] U+0000',
    versions: [3, 4, 5],
    bytes: '30 05 00 03 61 00 62',
    reasonCode: 0x81,
    message: 'PUBLISH: the topic name is not UTF-8, or holds a control character',
  },
  {
    name: '[MQTT-1.5.4-2] U+0000 after other characters than ASCII',
    versions: [3, 4, 5],
    bytes: '30 05 00 03 c3 a4 00',
    reasonCode: 0x81,
    message: 'PUBLISH: the topic name is not UTF-8, or holds a control character',
  },
  {
    name: '5.0 5.4.9: a control character, as Mosquitto refuses it',
    versions: [3, 4, 5],
    bytes: '30 05 00 03 61 0a 62',
    reasonCode: 0x81,
    message: 'PUBLISH: the topic name is not UTF-8, or holds a control character',
  },
  {
    name: '5.0 5.4.9: the control character U+0085',
    versions: [3, 4, 5],
    bytes: '30 04 00 02 c2 85',
    reasonCode: 0x81,
    message: 'PUBLISH: the topic name is not UTF-8, or holds a control character',
  },
  {
    name: '5.0 5.4.9: the non-character U+FFFF',
    versions: [3, 4, 5],
    bytes: '30 05 00 03 ef bf bf',
    reasonCode: 0x81,
    message: 'PUBLISH: the topic name is not UTF-8, or holds a control character',
  },
  {
    name: '[MQTT-1.5.7-1] a user property with a name that is not UTF-8',
    versions: [5],
    bytes: '30 0a 00 01 61 06 26 00 01 ff 00 00',
    reasonCode: 0x81,
    message: 'PUBLISH: a user property is not UTF-8, or holds a control character',
  },
  {
    name: '[MQTT-1.5.7-1] a user property without a value',
    versions: [5],
    bytes: '30 08 00 01 61 04 26 00 01 61',
    reasonCode: 0x81,
    message: 'PUBLISH: the packet ends where 2 bytes should follow',
  },
  {
    name: '5.0 4.13.1: a string that is longer than its packet',
    versions: [3, 4, 5],
    bytes: '30 04 00 03 61 62',
    reasonCode: 0x81,
    message: 'PUBLISH: the topic name is longer than what remains of the packet',
  },
]
