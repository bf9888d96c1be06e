import { describe, expect, test } from 'vitest'
import { MALFORMED_ANSWERS } from './cases/malformed-answers.ts'
import { MALFORMED_CONNECTS } from './cases/malformed-connects.ts'
import { MALFORMED_FRAMES } from './cases/malformed-frames.ts'
import { MALFORMED_PUBLISHES } from './cases/malformed-publishes.ts'
import { MALFORMED_STRINGS } from './cases/malformed-strings.ts'
import { MALFORMED_SUBSCRIPTIONS } from './cases/malformed-subscriptions.ts'
import { decodeBytes } from './decode-bytes.ts'
import { hex } from './hex.ts'

const cases = [
  ...MALFORMED_FRAMES,
  ...MALFORMED_STRINGS,
  ...MALFORMED_CONNECTS,
  ...MALFORMED_ANSWERS,
  ...MALFORMED_PUBLISHES,
  ...MALFORMED_SUBSCRIPTIONS,
]

describe('what breaks a rule gives its reason code', () => {
  for (const { name, versions, bytes, reasonCode, message } of cases) {
    for (const version of versions) {
      test(`${name} (protocol level ${version})`, () => {
        expect(decodeBytes(version, hex(bytes))).toMatchObject({ type: 'malformed', reasonCode, message })
      })
    }
  }
})

describe('a CONNECT that breaks a rule', () => {
  test('says in which version the answer must be written, once that is known', () => {
    const reserved = (level: string) => hex(`10 0d 00 04 4d 51 54 54 ${level} 03 00 00 00 01 63`)
    expect(decodeBytes(4, reserved('05'))).toMatchObject({ type: 'malformed', version: 5 })
    expect(decodeBytes(5, reserved('04'))).toMatchObject({ type: 'malformed', version: 4 })
    expect(decodeBytes(5, reserved('84'))).toMatchObject({ type: 'malformed', version: 4 })
  })

  test('leaves the version open when nobody speaks it', () => {
    expect(decodeBytes(5, hex('10 0d 00 04 4d 51 54 54 06 02 00 00 00 01 63'))).not.toHaveProperty('version')
  })

  test('is refused for a padded length by its own version, not by the one of the connection', () => {
    const padded = (level: string, properties: string) =>
      hex(
        `10 ${properties === '' ? '8d' : '8e'} 00 00 04 4d 51 54 54 ${level} 02 00 00 ${properties} 00 01 63`,
      )
    expect(decodeBytes(5, padded('04', ''))).toMatchObject({ type: 'connect', version: 4 })
    expect(decodeBytes(4, padded('05', '00'))).toMatchObject({ type: 'malformed', reasonCode: 0x81 })
  })
})

test('the first rule that is broken is the one that is named', () => {
  const twice = hex('36 05 00 03 61 2f 23')
  expect(decodeBytes(4, twice)).toMatchObject({ reasonCode: 0x81, message: 'PUBLISH: the QoS is 3' })
})
