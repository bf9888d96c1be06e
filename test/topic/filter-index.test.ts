import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matches, overlaps, parseFilter } from '../../src/topic/filter.ts'
import { createFilterIndex, type FilterIndex } from '../../src/topic/filter-index.ts'
import { createTopicSets } from '../../src/topic/topic-set.ts'
import { filtersOver, smallFilter, tellingNames } from './enumeration.ts'
import { expressionOver, setOf } from './set-expression.ts'

const LITERALS = ['', 'a', '$a']
const FILTERS = filtersOver(LITERALS, 3)

function indexOf(filters: readonly string[]): FilterIndex<string> {
  const index = createFilterIndex<string>()
  for (const filter of filters) index.add(parseFilter(filter), filter)
  return index
}

describe('the index gives what asking each filter gives', () => {
  const index = indexOf(FILTERS)
  const parsed = FILTERS.map(parseFilter)

  test('for all small names', () => {
    for (const name of ['', ...tellingNames(LITERALS, 3)]) {
      const expected = parsed.filter((filter) => matches(filter, name)).map(({ text }) => text)
      expect([...index.matching(name)].sort(), name).toEqual(expected.sort())
    }
  })

  test('for all small filters', () => {
    for (const filter of parsed) {
      const expected = parsed.filter((other) => overlaps(filter, other)).map(({ text }) => text)
      expect([...index.overlapping(filter)].sort(), filter.text).toEqual(expected.sort())
    }
  })

  test('for random lists of filters with repetitions', () => {
    const filter = smallFilter(['', 'a', 'b', '$a'], 6)
    fc.assert(
      fc.property(fc.array(filter), filter, (filters, asked) => {
        const expected = filters.filter((other) => overlaps(parseFilter(asked), parseFilter(other)))
        expect([...indexOf(filters).overlapping(parseFilter(asked))].sort()).toEqual(expected.sort())
      }),
      { numRuns: 500 },
    )
  })
})

describe('the index gives, for a set,', () => {
  test('the filters that match some of its names', () => {
    fc.assert(
      fc.property(fc.array(smallFilter(LITERALS, 3)), expressionOver(LITERALS), (filters, expression) => {
        const sets = createTopicSets()
        const set = setOf(sets, expression)
        const meets = (text: string) =>
          !sets.isEmpty(sets.intersection(set, sets.topicsOf(parseFilter(text))))
        expect([...indexOf(filters).meeting(set)].sort()).toEqual(filters.filter(meets).sort())
      }),
      { numRuns: 400 },
    )
  })
})

test('a value comes out once for each filter it was added with', () => {
  const index = createFilterIndex<string>()
  for (const filter of ['a/b', 'a/+', 'a/b', '#']) index.add(parseFilter(filter), 'v')
  expect([...index.matching('a/b')]).toEqual(['v', 'v', 'v', 'v'])
})

test('an empty index has nothing to give', () => {
  expect([...indexOf([]).matching('a/b'), ...indexOf([]).overlapping(parseFilter('#'))]).toEqual([])
})

test('100,000 filters and names of tens of thousands of levels are no burden', () => {
  const index = createFilterIndex<number>()
  for (let i = 0; i < 100_000; i++) index.add(parseFilter(`press/${i}/+/state`), i)
  const deep = 'a/'.repeat(32_766)
  index.add(parseFilter(`${deep}a`), -1)
  index.add(parseFilter(`${'+/'.repeat(32_766)}#`), -2)
  for (let i = 0; i < 100_000; i++) expect([...index.matching(`press/${i}/x/state`)]).toEqual([i])
  expect([...index.matching(`${deep}a`)].sort()).toEqual([-1, -2])
  expect(Array.from(index.overlapping(parseFilter('press/+/x/#')))).toHaveLength(100_001)
  expect(Array.from(index.overlapping(parseFilter('#')))).toHaveLength(100_002)
})
