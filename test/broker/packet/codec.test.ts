import { describe, expect, test } from 'vitest'
import { encode } from '../../../src/broker/packet/encode.ts'
import { ACKNOWLEDGEMENTS } from './cases/acknowledgements.ts'
import { CONNACKS } from './cases/connacks.ts'
import { CONNECTS } from './cases/connects.ts'
import { FAREWELLS } from './cases/farewells.ts'
import { PUBLISHES } from './cases/publishes.ts'
import { STANDARD_EXAMPLES } from './cases/standard-examples.ts'
import { SUBSCRIPTIONS } from './cases/subscriptions.ts'
import { decodeBytes } from './decode-bytes.ts'
import { hex } from './hex.ts'

const cases = [
  ...STANDARD_EXAMPLES,
  ...CONNECTS,
  ...CONNACKS,
  ...PUBLISHES,
  ...ACKNOWLEDGEMENTS,
  ...SUBSCRIPTIONS,
  ...FAREWELLS,
].flatMap(({ versions, ...rest }) =>
  versions.map((version) => ({ ...rest, version, title: `${rest.name} (protocol level ${version})` })),
)

describe('bytes are read as packets', () => {
  for (const { title, version, bytes, packet } of cases) {
    test(title, () => {
      expect(decodeBytes(version, hex(bytes))).toStrictEqual(packet)
    })
  }
})

describe('packets are written as bytes', () => {
  for (const { title, version, bytes, packet } of cases.filter(({ readOnly }) => !readOnly)) {
    test(title, () => {
      expect(encode(version, packet).toString('hex')).toBe(hex(bytes).toString('hex'))
    })
  }
})
