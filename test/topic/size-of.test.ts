import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseFilter } from '../../src/topic/filter.ts'
import { createTopicSets } from '../../src/topic/topic-set.ts'
import { smallFilter } from './enumeration.ts'

const filters = fc.array(smallFilter(['', 'a', '$a'], 3), { maxLength: 4 })

/** Sums of floating-point numbers depend on their order. */
const ROUNDED = 1 + 1e-9

test('a set is no larger than one that holds it', () => {
  fc.assert(
    fc.property(filters, filters, (some, more) => {
      const sets = createTopicSets()
      const [inner, outer] = [some, [...some, ...more]].map((texts) => sets.unionOf(texts.map(parseFilter)))
      if (inner === undefined || outer === undefined) throw new Error('two sets were made')
      expect(sets.sizeOf(inner)).toBeLessThanOrEqual(sets.sizeOf(outer) * ROUNDED)
      expect(sets.sizeOf(outer)).toBeLessThanOrEqual(sets.sizeOf(sets.all) * ROUNDED)
    }),
  )
})

test('sizes put "#" before "a/#", and that before "a/+" and "a"', () => {
  const sets = createTopicSets()
  const sizes = ['#', 'a/#', 'a/+', 'a'].map((text) => sets.sizeOf(sets.topicsOf(parseFilter(text))))
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
  expect(new Set(sizes).size).toBe(4)
})
