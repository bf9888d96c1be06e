import { expect, test } from 'vitest'
import { parseFilter } from '../../src/topic/filter.ts'
import { createTopicSets } from '../../src/topic/topic-set.ts'

const DEEP = 32_767
const deepLiteral = Array(DEEP).fill('a').join('/')
const deepPlus = Array(DEEP).fill('+').join('/')

test('sets of names of tens of thousands of levels take every operation', () => {
  const sets = createTopicSets()
  const [literal, plus] = [deepLiteral, deepPlus].map((text) => sets.topicsOf(parseFilter(text)))
  if (literal === undefined || plus === undefined) throw new Error('two sets were made')
  const hole = sets.difference(plus, literal)
  expect(sets.intersection(plus, literal)).toBe(literal)
  expect(sets.union(hole, literal)).toBe(plus)
  expect(sets.complement(sets.complement(hole))).toBe(hole)
  expect(sets.includes(plus, hole)).toBe(true)
  expect(sets.contains(hole, deepLiteral)).toBe(false)
  expect(sets.contains(hole, deepPlus.replaceAll('+', 'b'))).toBe(true)
  expect(sets.witness(literal)).toBe(deepLiteral)
  expect(sets.contains(hole, sets.witness(hole) ?? '')).toBe(true)
  expect(sets.filtersOf(plus)).toEqual([deepPlus])
  expect(sets.filtersOf(sets.union(plus, literal))).toEqual([deepPlus])
  expect(sets.filtersOf(hole)).toBeUndefined()
  const prefix = deepLiteral.split('/')
  expect(sets.withoutPrefix(prefix, sets.withPrefix(prefix, hole))).toBe(hole)
})

test('100,000 filters make one set, whatever their order', () => {
  const sets = createTopicSets()
  const texts = Array.from({ length: 100_000 }, (_, i) => `press/${String(i).padStart(6, '0')}/cmd/#`)
  const fleet = sets.unionOf(texts.map(parseFilter))
  expect(sets.unionOf(texts.map(parseFilter).reverse())).toBe(fleet)
  expect(sets.filtersOf(fleet)).toEqual(texts)
  expect(sets.witness(fleet)).toBe('press/000000/cmd')
  const open = sets.topicsOf(parseFilter('press/+/cmd/#'))
  expect(sets.includes(open, fleet)).toBe(true)
  expect(sets.union(open, fleet)).toBe(open)
  expect(sets.witness(sets.difference(open, fleet))).toBe('press/x/cmd')
})

test('asking a set of 100,000 filters about each of them costs no more than the filter', () => {
  const sets = createTopicSets()
  const filters = Array.from({ length: 100_000 }, (_, i) => parseFilter(`press/${i}/state`))
  const fleet = sets.unionOf(filters)
  const others = filters.filter((filter) => {
    const own = sets.topicsOf(filter)
    const isWithin = sets.intersection(own, fleet) === own && sets.intersection(fleet, own) === own
    return !isWithin || !sets.includes(fleet, own)
  })
  expect(others).toEqual([])
})
