import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseFilter } from '../../src/topic/filter.ts'
import { createTopicSets, type TopicSet } from '../../src/topic/topic-set.ts'
import { filtersOver, smallFilter } from './enumeration.ts'
import { expressionOver, setOf } from './set-expression.ts'

const LITERALS = ['', 'a', '$a']
const sets = createTopicSets()
const of = (...filters: string[]) => sets.unionOf(filters.map(parseFilter))

describe('filtersOf', () => {
  test.each([
    ['one filter that covers the others', ['a/b', 'a/+', 'a/#'], ['a/#']],
    ['filters that overlap', ['+/b', 'a/+'], ['+/b', 'a/+']],
    ['a filter that two others cover together', ['a', 'a/+/#', 'a/#'], ['a/#']],
    ['a filter and its parent', ['a', 'a/+/#'], ['a/#']],
    ['all levels one by one', ['+', '+/+', '+/+/+/#'], ['#']],
    ['all but "$" topics and some of these', ['#', '$SYS/#'], ['#', '$SYS/#']],
    ['the empty level and others', ['/a', '+/a', '/b'], ['+/a', '/b']],
    ['what lies below an empty first level', ['/#'], ['/#']],
    ['names whose parents others match', ['+/b', 'a/+/+/#', 'a/b/#'], ['+/b', 'a/+/+/#']],
    [
      'a "$" level that "+" reaches, since it is not the first',
      ['a/+/x', 'a/$a/x', 'a/$a/y'],
      ['a/$a/y', 'a/+/x'],
    ],
    ['nothing', [], []],
  ])('finds the fewest for %s', (_, filters, expected) => {
    expect(sets.filtersOf(of(...filters))).toEqual(expected)
  })

  test.each([
    ['a hole in "+"', sets.difference(of('+'), of('a'))],
    ['a hole in "#"', sets.difference(of('#'), of('a/b'))],
    ['all topics: no filter matches all of "$"', sets.all],
    ['a prefix before "#", which keeps "$" out', sets.withPrefix(['site'], of('#'))],
    ['a hole deep below a literal', sets.difference(of('a/b/+/c', 'x'), of('a/b/d/c'))],
  ])('finds none for %s', (_, set) => {
    expect(sets.filtersOf(set)).toBeUndefined()
  })

  test('finds none that is longer than a filter may be', () => {
    const long = 'a'.repeat(40_000)
    expect(sets.filtersOf(sets.intersection(of(`${long}/+`), of(`+/${long}`)))).toBeUndefined()
  })

  test('says of every set whether filters make it up, and none of them can be left out', () => {
    const all = filtersOver(LITERALS, 4).map((text) => ({ text, set: of(text) }))
    fc.assert(
      fc.property(expressionOver(LITERALS), (expression) => {
        const set = setOf(sets, expression)
        const inside = all.filter((filter) => sets.includes(set, filter.set)).map(({ text }) => text)
        const found = sets.filtersOf(set)
        expect(found !== undefined).toBe(of(...inside) === set)
        if (found === undefined) return
        expect(of(...found)).toBe(set)
        for (const text of found) expect(of(...found.filter((other) => other !== text))).not.toBe(set)
      }),
      { numRuns: 300 },
    )
  })

  test('goes from filters to fewest filters, as few as any choice of filters inside the set', () => {
    const filter = smallFilter(['', 'a', '$a'], 2)
    const all = filtersOver(['', 'a', '$a'], 3).map((text) => ({ text, set: of(text) }))
    fc.assert(
      fc.property(fc.array(filter, { minLength: 1, maxLength: 4 }), (filters) => {
        const set = of(...filters)
        const inside = widest(all.map((filter) => filter.set).filter((part) => sets.includes(set, part)))
        const found = sets.filtersOf(set)
        expect(found?.length).toBe(fewest(set, inside, filters.length))
      }),
      { numRuns: 300 },
    )
  })
})

/** The sets that no other of them includes. */
function widest(parts: readonly TopicSet[]): TopicSet[] {
  const distinct = [...new Set(parts)]
  return distinct.filter((part) => distinct.every((other) => other === part || !sets.includes(other, part)))
}

/** The least number of sets whose union is `set`, by trying all choices of up to `limit`. */
function fewest(set: TopicSet, parts: readonly TopicSet[], limit: number): number {
  let reached = new Set([sets.empty])
  for (let count = 0; count <= limit; count++) {
    if (reached.has(set)) return count
    reached = new Set([...reached].flatMap((sum) => parts.map((part) => sets.union(sum, part))))
  }
  return Number.POSITIVE_INFINITY
}
