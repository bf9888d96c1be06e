/** Which reason code may stand in which packet, the other way round than the code has it: MQTT 5.0 table 2-6. */

import { describe, expect, test } from 'vitest'
import type { REASON_CODES_OF } from '../../../src/broker/packet/allowed-reason-codes.ts'
import { decodeBytes } from './decode-bytes.ts'

type Carrier = keyof typeof REASON_CODES_OF

const PUBLISHED = 'puback pubrec'
const TABLE: Readonly<Record<number, string>> = {
  0: 'connack puback pubrec pubrel pubcomp suback unsuback disconnect auth',
  1: 'suback',
  2: 'suback',
  4: 'disconnect',
  16: PUBLISHED,
  17: 'unsuback',
  24: 'auth',
  25: 'auth',
  128: `connack ${PUBLISHED} suback unsuback disconnect`,
  129: 'connack disconnect',
  130: 'connack disconnect',
  131: `connack ${PUBLISHED} suback unsuback disconnect`,
  132: 'connack',
  133: 'connack',
  134: 'connack',
  135: `connack ${PUBLISHED} suback unsuback disconnect`,
  136: 'connack',
  137: 'connack disconnect',
  138: 'connack',
  139: 'disconnect',
  140: 'connack disconnect',
  141: 'disconnect',
  142: 'disconnect',
  143: 'suback unsuback disconnect',
  144: `connack ${PUBLISHED} disconnect`,
  145: `${PUBLISHED} suback unsuback`,
  146: 'pubrel pubcomp',
  147: 'disconnect',
  148: 'disconnect',
  149: 'connack disconnect',
  150: 'disconnect',
  151: `connack ${PUBLISHED} suback disconnect`,
  152: 'disconnect',
  153: `connack ${PUBLISHED} disconnect`,
  154: 'connack disconnect',
  155: 'connack disconnect',
  156: 'connack disconnect',
  157: 'connack disconnect',
  158: 'suback disconnect',
  159: 'connack disconnect',
  160: 'disconnect',
  161: 'suback disconnect',
  162: 'suback disconnect',
}

/** A packet of each type up to its reason code, and what follows it. */
const AROUND: Readonly<Record<Carrier, readonly [before: number[], after: number[]]>> = {
  connack: [[0x20, 3, 0], [0]],
  puback: [[0x40, 4, 0, 1], [0]],
  pubrec: [[0x50, 4, 0, 1], [0]],
  pubrel: [[0x62, 4, 0, 1], [0]],
  pubcomp: [[0x70, 4, 0, 1], [0]],
  suback: [[0x90, 4, 0, 1, 0], []],
  unsuback: [[0xb0, 4, 0, 1, 0], []],
  disconnect: [[0xe0, 2], [0]],
  auth: [
    [0xf0, 6],
    [4, 0x15, 0, 1, 0x61],
  ],
}

describe('reason codes of MQTT 5.0', () => {
  for (const [type, [before, after]] of Object.entries(AROUND)) {
    test(`${type} has the reason codes of the standard and no other`, () => {
      for (let code = 0; code < 256; code++) {
        const result = decodeBytes(5, Buffer.from([...before, code, ...after]))
        const isAllowed = TABLE[code]?.split(' ').includes(type) ?? false
        expect([code, result.type]).toEqual([code, isAllowed ? type : 'malformed'])
      }
    })
  }
})
