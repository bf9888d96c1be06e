/** Which property may stand in which packet, by packet, as MQTT 5.0 describes them: 3.1.2.11 to 3.15.2.2. */

import { describe, expect, test } from 'vitest'
import type { PropertyCarrier } from '../../../src/broker/packet/property-table.ts'
import { decodeBytes } from './decode-bytes.ts'
import { hex } from './hex.ts'

/** A valid value of every property, its identifier in front. */
const SAMPLES: Readonly<Record<number, string>> = {
  1: '01 01',
  2: '02 00 00 00 01',
  3: '03 00 01 61',
  8: '08 00 01 61',
  9: '09 00 01 61',
  11: '0b 01',
  17: '11 00 00 00 01',
  18: '12 00 01 61',
  19: '13 00 01',
  21: '15 00 01 61',
  22: '16 00 01 61',
  23: '17 01',
  24: '18 00 00 00 01',
  25: '19 01',
  26: '1a 00 01 61',
  28: '1c 00 01 61',
  31: '1f 00 01 61',
  33: '21 00 01',
  34: '22 00 01',
  35: '23 00 01',
  36: '24 01',
  37: '25 01',
  38: '26 00 01 61 00 01 61',
  39: '27 00 00 00 01',
  40: '28 01',
  41: '29 01',
  42: '2a 01',
}

/** A packet whose property block is filled in at `*`, what may stand in it, and what it cannot be without. */
const CARRIERS: readonly (readonly [
  carrier: Exclude<PropertyCarrier, 'pingreq' | 'pingresp'>,
  packet: string,
  allowed: string,
])[] = [
  ['connect', '10 00 04 4d 51 54 54 05 02 00 00 * 00 01 63', '17 21 22 23 25 33 34 38 39'],
  ['will', '10 00 04 4d 51 54 54 05 06 00 00 00 00 01 63 * 00 01 77 00 00', '1 2 3 8 9 24 38'],
  ['connack', '20 00 00 *', '17 18 19 21 22 26 28 31 33 34 36 37 38 39 40 41 42'],
  ['publish', '30 00 01 61 *', '1 2 3 8 9 11 35 38'],
  ['puback', '40 00 01 00 *', '31 38'],
  ['pubrec', '50 00 01 00 *', '31 38'],
  ['pubrel', '62 00 01 00 *', '31 38'],
  ['pubcomp', '70 00 01 00 *', '31 38'],
  ['subscribe', '82 00 01 * 00 01 61 00', '11 38'],
  ['suback', '90 00 01 * 00', '31 38'],
  ['unsubscribe', 'a2 00 01 * 00 01 61', '38'],
  ['unsuback', 'b0 00 01 * 00', '31 38'],
  ['disconnect', 'e0 04 *', '17 28 31 38'],
  ['auth', 'f0 18 *', '21 22 31 38'],
]

/** Nobody may send authentication data without a method. */
const METHOD = '15 00 01 61'

/** `packet` with its lengths, and `property` as its only one, but for a method that goes with it. */
function packetWith(packet: string, property: string, needsMethod: boolean): Buffer {
  const block = hex(needsMethod ? `${METHOD} ${property}` : property)
  const [before = '', after = ''] = packet.split('*')
  const [first, ...rest] = hex(before)
  const body = Buffer.concat([Buffer.from(rest), Buffer.from([block.length]), block, hex(after)])
  return Buffer.concat([Buffer.from([first ?? 0, body.length]), body])
}

describe('properties of MQTT 5.0', () => {
  for (const [carrier, packet, allowed] of CARRIERS) {
    test(`${carrier} has those of the standard and no other`, () => {
      const ids = allowed.split(' ').map(Number)
      for (let id = 0; id < 128; id++) {
        const property = SAMPLES[id] ?? `${id.toString(16).padStart(2, '0')} 00`
        const needsMethod = carrier === 'auth' ? id !== 21 : id === 22 && ids.includes(21)
        const { type } = decodeBytes(5, packetWith(packet, property, needsMethod))
        const expected = carrier === 'will' ? 'connect' : carrier
        expect([id, type]).toEqual([id, ids.includes(id) ? expected : 'malformed'])
      }
    })

    test(`${carrier} has each but user properties and, in PUBLISH, subscription identifiers once`, () => {
      for (const id of allowed.split(' ').map(Number)) {
        const twice = `${SAMPLES[id]} ${SAMPLES[id]}`
        const needsMethod = carrier === 'auth' ? id !== 21 : id === 22
        const result = decodeBytes(5, packetWith(packet, twice, needsMethod))
        const mayRepeat = id === 38 || (id === 11 && carrier === 'publish')
        if (mayRepeat) expect([id, result.type]).not.toEqual([id, 'malformed'])
        else expect([id, result]).toMatchObject([id, { type: 'malformed', reasonCode: 0x82 }])
      }
    })
  }
})
