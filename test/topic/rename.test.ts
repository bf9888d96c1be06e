import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseFilter } from '../../src/topic/filter.ts'
import { createTopicSets } from '../../src/topic/topic-set.ts'
import { filterPattern, tellingNames } from './enumeration.ts'
import { renamedName } from './renamed-name.ts'
import { expressionOver, setOf, testerOf } from './set-expression.ts'

const LITERALS = ['', 'a', '$a']
const NAMES = tellingNames(LITERALS, 2)

const words = fc.array(fc.constantFrom(...LITERALS), { maxLength: 2 })
const wildcards = fc
  .tuple(fc.integer({ min: 0, max: 2 }), fc.boolean())
  .map(([count, isOpen]) => [...Array.from({ length: count }, () => '+'), ...(isOpen ? ['#'] : [])])

/** Two filters with the same wildcards, and words of their own around them. */
const route = fc
  .tuple(wildcards, fc.array(fc.tuple(words, words), { minLength: 4, maxLength: 4 }))
  .map(([marks, around]) =>
    ([0, 1] as const).map((side) => {
      const parts = marks.flatMap((mark, i) => [...(around[i]?.[side] ?? []), mark])
      const end = marks.at(-1) === '#' ? [] : (around[3]?.[side] ?? [])
      return [...parts, ...end].join('/')
    }),
  )
  .filter((filters) => filters.every((text) => text !== ''))

describe('renamed sets', () => {
  test('hold just the new names of what was in the set and was matched', () => {
    fc.assert(
      fc.property(expressionOver(LITERALS), route, (expression, [source = '', target = '']) => {
        const sets = createTopicSets()
        const renamed = sets.renamed(setOf(sets, expression), parseFilter(source), parseFilter(target))
        const isIn = testerOf(expression)
        const isMatched = (name: string) => filterPattern(source).test(name) && isIn(name)
        for (const name of NAMES) {
          const now = isMatched(name) ? renamedName(name, source, target) : undefined
          if (now !== undefined) expect(sets.contains(renamed, now), `${name} -> ${now}`).toBe(true)
          const was = renamedName(name, target, source)
          expect(sets.contains(renamed, name), name).toBe(was !== undefined && isMatched(was))
        }
      }),
      { numRuns: 120 },
    )
  })

  test('of a filter with tens of thousands of levels take no recursion', () => {
    const sets = createTopicSets()
    const [near, far] = ['a/'.repeat(30_000), 'b/'.repeat(30_000)].map((text) => parseFilter(`${text}+`))
    if (near === undefined || far === undefined) throw new Error('two filters were made')
    expect(sets.renamed(sets.topicsOf(near), near, far)).toBe(sets.topicsOf(far))
  })
})
