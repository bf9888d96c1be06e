/** Random values of the fields of packets, of all lengths of UTF-8. */

import fc from 'fast-check'
import type { Properties } from '../../../src/broker/packet/packet.ts'
import {
  PROPERTIES_OF,
  type PropertyCarrier,
  type PropertyDefinition,
} from '../../../src/broker/packet/property-table.ts'

/** Characters of one to four bytes, among them the byte order mark that must not get lost. */
const character = fc.constantFrom(
  ...'abcXYZ0189 -_.:$"\'\\{}',
  'ä',
  'ß',
  '€',
  '\ufeff',
  '\ue000',
  '日',
  '😀',
  '𪛔',
)
export const anyText = fc.string({ unit: character, maxLength: 30 })
const level = fc.string({ unit: character, maxLength: 8 })
const levels = fc.array(level, { minLength: 1, maxLength: 5 })
export const anyTopic = levels.map((levels) => levels.join('/') || 'a')
export const plainFilter = fc
  .tuple(fc.array(fc.oneof(level, fc.constant('+')), { minLength: 1, maxLength: 5 }), fc.boolean())
  .map(([levels, ends]) => [...levels, ...(ends ? ['#'] : [])].join('/') || '+')
  .filter((filter) => !filter.startsWith('$share'))
export const sharedFilter = fc
  .tuple(fc.string({ unit: character, minLength: 1, maxLength: 5 }), plainFilter)
  .map(([name, filter]) => `$share/${name}/${filter}`)
export const anyBytes = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes))

/** Any of the properties that the carrier may have, in any order. */
export function randomProperties(carrier: PropertyCarrier): fc.Arbitrary<Properties> {
  const definitions = PROPERTIES_OF.get(carrier) ?? []
  const values = Object.fromEntries(definitions.map((each) => [each.name, randomValue(carrier, each)]))
  return fc.record(values, { requiredKeys: [], noNullPrototype: true })
}

function randomValue(carrier: PropertyCarrier, definition: PropertyDefinition): fc.Arbitrary<unknown> {
  switch (definition.kind) {
    case 'text':
      return anyText
    case 'topic':
      return anyTopic
    case 'binary':
      return anyBytes
    case 'pairs':
      return fc.array(fc.tuple(anyText, anyText), { minLength: 1, maxLength: 3 })
    case 'identifiers': {
      const maxLength = carrier === 'publish' ? 3 : 1
      return fc.array(fc.integer({ min: 1, max: 268_435_455 }), { minLength: 1, maxLength })
    }
    default:
      return fc.integer({ min: definition.least, max: definition.most })
  }
}

/** Ordinary objects, as the codec makes them. */
export function record<Value>(
  fields: { [Key in keyof Value]: fc.Arbitrary<Value[Key]> },
): fc.Arbitrary<Value> {
  return fc.record(fields, { noNullPrototype: true })
}
