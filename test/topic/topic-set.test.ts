import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { covers, meet, overlaps, parseFilter, topicNameProblem } from '../../src/topic/filter.ts'
import { createTopicSets, type TopicSet } from '../../src/topic/topic-set.ts'
import { filterPattern, filtersOver, signature, tellingNames } from './enumeration.ts'
import { expressionOver, type SetExpression, setOf, testerOf } from './set-expression.ts'

const LITERALS = ['', 'a', '$a']

/** A family with short ways to write its sets. */
function family() {
  const sets = createTopicSets()
  const of = (...filters: string[]) => sets.unionOf(filters.map(parseFilter))
  const less = (set: TopicSet, ...filters: string[]) => sets.difference(set, of(...filters))
  return { sets, of, less }
}

describe('one filter as a set', () => {
  const names = tellingNames(LITERALS, 3)
  const filters = filtersOver(LITERALS, 3).map(parseFilter)
  const sets = createTopicSets()

  test('holds what the regular expression matches, for all small filters and names', () => {
    for (const filter of filters) {
      const pattern = filterPattern(filter.text)
      const set = sets.topicsOf(filter)
      expect(
        signature(names, (name) => sets.contains(set, name)),
        filter.text,
      ).toBe(signature(names, (name) => pattern.test(name)))
    }
  })

  test('relates to others as the filter does, for all pairs of small filters', () => {
    const wrong: string[] = []
    for (const a of filters) {
      for (const b of filters) {
        const [setA, setB] = [sets.topicsOf(a), sets.topicsOf(b)]
        const [both, met] = [sets.intersection(setA, setB), meet(a, b)]
        const isRight =
          sets.includes(setA, setB) === covers(a, b) &&
          sets.isEmpty(both) === !overlaps(a, b) &&
          both === (met === undefined ? sets.empty : sets.topicsOf(met)) &&
          (setA === setB) === (a.levels.join('/') === b.levels.join('/'))
        if (!isRight) wrong.push(`${a.text} and ${b.text}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('is named again by its filter in the shortest text', () => {
    for (const filter of filters) {
      const text = filter.text === '+/#' ? '#' : filter.text === '/+/#' ? '/#' : filter.text
      expect(sets.filtersOf(sets.topicsOf(filter))).toEqual([text])
    }
  })
})

describe('all pairs of small filters', () => {
  const names = tellingNames(LITERALS, 2)
  const filters = filtersOver(LITERALS, 2)
  const sets = createTopicSets()

  test('under every operation give the right names, and one object for each set of names', () => {
    const setBySignature = new Map<string, TopicSet>()
    const signatureBySet = new Map<TopicSet, string>()
    for (const a of filters) {
      for (const b of filters) {
        for (const kind of ['union', 'intersection', 'difference'] as const) {
          const expression: SetExpression = [kind, a, b]
          const set = setOf(sets, expression)
          const expected = signature(names, testerOf(expression))
          expect(
            signature(names, (name) => sets.contains(set, name)),
            String(expression),
          ).toBe(expected)
          expect(setBySignature.get(expected) ?? set, String(expression)).toBe(set)
          expect(signatureBySet.get(set) ?? expected, String(expression)).toBe(expected)
          setBySignature.set(expected, set)
          signatureBySet.set(set, expected)
        }
      }
    }
    expect(setBySignature.size).toBeGreaterThan(700)
  })
})

describe('random expressions over filters, operations and prefixes', () => {
  const names = ['', ...tellingNames(LITERALS, 3)]
  const expression = expressionOver(LITERALS)

  test('hold the right names', () => {
    fc.assert(
      fc.property(expression, (expression) => {
        const sets = createTopicSets()
        const set = setOf(sets, expression)
        expect(signature(names, (name) => sets.contains(set, name))).toBe(
          signature(names, testerOf(expression)),
        )
      }),
      { numRuns: 500 },
    )
  })

  test('are identical just when they hold the same names', () => {
    fc.assert(
      fc.property(expression, expression, (a, b) => {
        const sets = createTopicSets()
        const isEqual = signature(names, testerOf(a)) === signature(names, testerOf(b))
        expect(setOf(sets, a) === setOf(sets, b)).toBe(isEqual)
      }),
      { numRuns: 500 },
    )
  })

  test('obey the laws of sets', () => {
    fc.assert(
      fc.property(expression, expression, expression, (...expressions) => {
        const sets = createTopicSets()
        const { union, intersection, difference, complement, empty, all } = sets
        const [a, b, c] = expressions.map((expression) => setOf(sets, expression)) as [
          TopicSet,
          TopicSet,
          TopicSet,
        ]
        expect(union(a, b)).toBe(union(b, a))
        expect(intersection(a, b)).toBe(intersection(b, a))
        expect(union(a, union(b, c))).toBe(union(union(a, b), c))
        expect(intersection(a, intersection(b, c))).toBe(intersection(intersection(a, b), c))
        expect(intersection(a, union(b, c))).toBe(union(intersection(a, b), intersection(a, c)))
        expect(union(a, intersection(b, c))).toBe(intersection(union(a, b), union(a, c)))
        expect(difference(a, union(b, c))).toBe(intersection(difference(a, b), difference(a, c)))
        expect(difference(a, b)).toBe(intersection(a, complement(b)))
        expect(complement(complement(a))).toBe(a)
        expect(union(a, complement(a))).toBe(all)
        expect(intersection(a, complement(a))).toBe(empty)
        expect(union(a, intersection(a, b))).toBe(a)
        expect(sets.includes(a, b)).toBe(union(a, b) === a)
        expect(sets.isEmpty(a)).toBe(a === empty)
      }),
      { numRuns: 500 },
    )
  })

  test('have a witness that is in the set, valid, and as short as any', () => {
    fc.assert(
      fc.property(expression, (expression) => {
        const sets = createTopicSets()
        const isIn = testerOf(expression)
        const witness = sets.witness(setOf(sets, expression))
        const lengths = names.filter(isIn).map((name) => name.split('/').length)
        expect(witness?.split('/').length ?? Number.POSITIVE_INFINITY).toBe(Math.min(...lengths))
        if (witness === undefined) return
        expect(topicNameProblem(witness)).toBeUndefined()
        expect(isIn(witness), witness).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('move below a prefix and back without loss', () => {
    const level = fc.constantFrom(...LITERALS, 'b')
    fc.assert(
      fc.property(expression, fc.array(level, { maxLength: 3 }), (expression, prefix) => {
        const sets = createTopicSets()
        const set = setOf(sets, expression)
        const below = sets.withPrefix(prefix, set)
        expect(sets.withoutPrefix(prefix, below)).toBe(set)
        expect(sets.withPrefix(prefix, sets.withoutPrefix(prefix, set))).toBe(
          sets.intersection(set, sets.withPrefix(prefix, sets.all)),
        )
      }),
      { numRuns: 500 },
    )
  })
})

describe('the universe', () => {
  const { sets, of } = family()

  test('is all names, "$" topics included, and not the empty name', () => {
    expect(sets.all).toBe(sets.complement(sets.empty))
    expect(['a', '/', '$SYS/x', ' '].map((name) => sets.contains(sets.all, name))).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect(sets.contains(sets.all, '')).toBe(false)
  })

  test('is more than "#" by the "$" topics', () => {
    expect(sets.witness(sets.complement(of('#')))).toBe('$x')
  })

  test('gets no empty name by taking a prefix away', () => {
    expect(sets.withoutPrefix(['a'], of('a', 'a/'))).toBe(sets.empty)
    expect(sets.withoutPrefix(['a'], of('a/#'))).toBe(sets.all)
  })
})

describe('witness', () => {
  const { sets, of, less } = family()
  test.each([
    ['#', of('#'), 'x'],
    ['a filter without wildcards', of('plant/line1'), 'plant/line1'],
    ['a mentioned level before an invented one', of('a/+', '+/b'), 'a/x'],
    ['the fewest levels before mentioned ones', of('a/b/c', 'd/+'), 'd/x'],
    ['a mentioned level in a longer name', of('a/b/c', '+/+'), 'a/b'],
    ['the first of many literals', of('press/0002', 'press/0001'), 'press/0001'],
    ['an invented level that is not mentioned', less(of('+'), 'x', 'z'), 'y'],
    ['more letters when they run out', less(of('+'), 'x', 'y', 'z', 'x1'), 'y1'],
    ['below what is taken away', less(of('a/#'), 'a', 'a/+'), 'a/x/x'],
    ['a plain level rather than an empty one', of('/a', '+/a'), 'x/a'],
    ['a mentioned word rather than an empty level', of('/a', 'b/a', '$c/a'), 'b/a'],
    ['an empty level where it must be', of('/+'), '/x'],
    ['only "$" topics left', less(sets.all, '#'), '$x'],
    ['only unmentioned "$" topics left', less(sets.all, '#', '$x/#', '$SYS/#'), '$y'],
    ['nothing', sets.empty, undefined],
  ])('%s', (_, set, expected) => {
    expect(sets.witness(set)).toBe(expected)
  })
})

test.each([
  ['ids', 'a', 'b/#'],
  ['equal ids', 'a', 'a'],
])('sets of two families do not mix: %s', (_, mine, theirs) => {
  const [here, there] = [family(), family()]
  const [a, b] = [here.of(mine), there.of(theirs)]
  expect(() => here.sets.union(a, b)).toThrow(RangeError)
  expect(() => here.sets.contains(b, 'a')).toThrow(RangeError)
  expect(() => here.sets.withPrefix(['a'], b)).toThrow(RangeError)
})

test.each(['a/b', '+', '#', '\0'])('%j is no level of a prefix', (level) => {
  const { sets } = family()
  expect(() => sets.withPrefix([level], sets.all)).toThrow(RangeError)
  expect(() => sets.withoutPrefix(['a', level], sets.all)).toThrow(RangeError)
})

test('a prefix keeps "$" topics apart from the others', () => {
  const { sets, of } = family()
  const moved = sets.withPrefix(['site'], of('#'))
  expect(['site/a', 'site/$a', 'site'].map((name) => sets.contains(moved, name))).toEqual([
    true,
    false,
    false,
  ])
  expect(sets.witness(sets.difference(of('site/+/#'), moved))).toBe('site/')
  expect(sets.witness(sets.difference(of('site/+/#'), sets.union(moved, of('site/'))))).toBe('site/$x')
})
