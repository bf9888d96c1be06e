import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  covers,
  filterProblem,
  isLevel,
  matches,
  meet,
  overlaps,
  parseFilter,
  problemText,
  topicNameProblem,
} from '../../src/topic/filter.ts'
import { filterPattern, filtersOver, signature, smallFilter, tellingNames } from './enumeration.ts'

describe('the examples of MQTT 5.0 4.7', () => {
  test.each([
    // 4.7.1.2 multi-level wildcard
    ['sport/tennis/player1/#', 'sport/tennis/player1', true],
    ['sport/tennis/player1/#', 'sport/tennis/player1/ranking', true],
    ['sport/tennis/player1/#', 'sport/tennis/player1/score/wimbledon', true],
    ['sport/#', 'sport', true],
    ['#', 'sport/tennis', true],
    // 4.7.1.3 single-level wildcard
    ['sport/tennis/+', 'sport/tennis/player1', true],
    ['sport/tennis/+', 'sport/tennis/player2', true],
    ['sport/tennis/+', 'sport/tennis/player1/ranking', false],
    ['sport/+', 'sport', false],
    ['sport/+', 'sport/', true],
    ['+/tennis/#', 'sport/tennis/player1', true],
    ['sport/+/player1', 'sport/tennis/player1', true],
    ['+/+', '/finance', true],
    ['/+', '/finance', true],
    ['+', '/finance', false],
    // 4.7.2 topics beginning with $
    ['#', '$SYS/broker', false],
    ['+/monitor/Clients', '$SYS/monitor/Clients', false],
    ['$SYS/#', '$SYS/broker', true],
    ['$SYS/monitor/+', '$SYS/monitor/Clients', true],
    // 4.7.3 semantics: case, spaces, and empty levels count
    ['ACCOUNTS', 'Accounts', false],
    ['Accounts payable', 'Accounts payable', true],
    ['finance', '/finance', false],
    ['/', '/', true],
  ])('%s on %s: %s', (filter, name, expected) => {
    expect(matches(parseFilter(filter), name)).toBe(expected)
  })

  test.each([
    ['sport/tennis#', 'wildcard-not-alone'],
    ['sport/tennis/#/ranking', 'hash-not-last'],
    ['sport+', 'wildcard-not-alone'],
    ['+', undefined],
    ['#', undefined],
    ['+/tennis/#', undefined],
    ['sport/tennis/#', undefined],
    ['sport/+/player1', undefined],
    ['/', undefined],
  ])('the filter %s: %s', (filter, problem) => {
    expect(filterProblem(filter)).toBe(problem)
  })
})

describe('validity', () => {
  test.each([
    ['the empty text', '', 'empty'],
    ['U+0000', 'a\0b', 'null-character'],
    ['a lone high surrogate', 'a\ud800', 'lone-surrogate'],
    ['a lone low surrogate', '\udc00a', 'lone-surrogate'],
    ['swapped surrogates', '\udc00\ud800', 'lone-surrogate'],
    ['a surrogate pair', 'a\u{1f600}', undefined],
    ['65535 bytes', 'a'.repeat(65_535), undefined],
    ['65536 bytes', 'a'.repeat(65_536), 'too-long'],
    ['65535 bytes of three-byte characters', '€'.repeat(21_845), undefined],
    ['65536 bytes of four-byte characters', '\u{1f600}'.repeat(16_384), 'too-long'],
    ['65537 bytes in fewer characters', `${'€'.repeat(21_845)}é`, 'too-long'],
    ['a leading byte order mark', '\ufeffa', undefined],
    ['control characters but U+0000', '\u0001\u007f', undefined],
  ])('%s, as filter and as name', (_, text, problem) => {
    expect(filterProblem(text)).toBe(problem)
    expect(topicNameProblem(text)).toBe(problem)
  })

  test.each(['+', '#', 'a/+', 'a/#', 'a+', 'a#b/c'])('%s is no topic name', (text) => {
    expect(topicNameProblem(text)).toBe('wildcard')
  })

  test.each(['##', '++', '+#', '#+', 'a/#b', 'a/+b/c', '#/a#'])('in %s a wildcard is not alone', (text) => {
    expect(filterProblem(text)).toBe('wildcard-not-alone')
  })

  test.each(['#/', '#/#', '#/+', 'a/#/'])('in %s the "#" is not last', (text) => {
    expect(filterProblem(text)).toBe('hash-not-last')
  })

  test.each([
    ['', true],
    ['a b', true],
    ['$SYS', true],
    ['a/b', false],
    ['/', false],
    ['+', false],
    ['a#', false],
    ['\0', false],
    ['\ud800', false],
    ['\u{1f600}', true],
    ['\u{1f600}+', false],
    ['a'.repeat(65_535), true],
    ['a'.repeat(65_536), false],
  ])('%j is one level: %s', (text, expected) => {
    expect(isLevel(text)).toBe(expected)
  })

  test('every problem has one sentence for people', () => {
    for (const text of ['', '\0', '\ud800', 'a'.repeat(65_536), 'a#', '#/a']) {
      const problem = filterProblem(text)
      expect(problem && problemText(problem)).toMatch(/^[^A-Z].*[^.]$/)
    }
    expect(problemText('wildcard')).toMatch(/^[^A-Z].*[^.]$/)
  })

  test('parsing what is not valid is misuse', () => {
    expect(() => parseFilter('a/#/b')).toThrow(
      new RangeError('topic filter "a/#/b" is not valid: the wildcard "#" may only be the last level'),
    )
  })

  test('no text at all makes a check throw', () => {
    const unit = fc.oneof(
      fc.constantFrom(...'+#/a$'),
      fc.nat(0xffff).map((code) => String.fromCharCode(code)),
    )
    const text = fc.array(unit).map((units) => units.join(''))
    fc.assert(
      fc.property(text, (text) => {
        if (filterProblem(text) === undefined) parseFilter(text)
        if (topicNameProblem(text) === undefined) expect(filterProblem(text)).toBeUndefined()
      }),
    )
  })
})

describe('relations', () => {
  const LITERALS = ['', 'a', 'b', '$a']
  const filters = filtersOver(LITERALS, 3).map(parseFilter)
  const names = tellingNames(LITERALS, 3)
  const sets = new Map(
    filters.map((filter) => {
      const pattern = filterPattern(filter.text)
      return [filter, bits((name) => pattern.test(name))]
    }),
  )
  const setsByText = new Map([...sets].map(([{ text }, set]) => [text, set]))

  function bits(isIn: (name: string) => boolean): bigint {
    return BigInt(`0b${signature(names, isIn)}`)
  }

  test('match what the regular expression matches, for all small filters and names', () => {
    for (const [filter, set] of sets) {
      expect(
        bits((name) => matches(filter, name)),
        filter.text,
      ).toBe(set)
    }
  })

  test('agree with enumeration for all pairs of small filters', () => {
    const wrong: string[] = []
    for (const [a, ofA] of sets) {
      for (const [b, ofB] of sets) {
        const met = meet(a, b)
        const both = ofA & ofB
        const isRight =
          covers(a, b) === (both === ofB) &&
          overlaps(a, b) === (both !== 0n) &&
          (met === undefined ? 0n : setsByText.get(met.text)) === both &&
          (a.levels.join('/') === b.levels.join('/')) === (ofA === ofB)
        if (!isRight) wrong.push(`${a.text} and ${b.text}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test.each([
    ['#', '+/#', true],
    ['+/#', '#', true],
    ['/#', '/+/#', true],
    ['/+/#', '/#', true],
    ['a/#', 'a', true],
    ['a/+/#', 'a/#', false],
    ['#', '$SYS/#', false],
    ['+/#', '$SYS/a', false],
    ['$SYS/#', '$SYS', true],
    ['$SYS/+', '$SYS/$x', true],
    ['a/+', 'a/$x', true],
    ['+', '+/+', false],
    ['+/b', 'a/b', true],
    ['a/b', '+/b', false],
  ])('%s covers %s: %s', (outer, inner, expected) => {
    expect(covers(parseFilter(outer), parseFilter(inner))).toBe(expected)
  })

  test.each([
    ['+/b', 'a/+', 'a/b'],
    ['a/#', '+/b/#', 'a/b/#'],
    ['a/#', 'a/+/c', 'a/+/c'],
    ['#', '+/#', '#'],
    ['/#', '#', '/#'],
    ['/#', '+', undefined],
    ['a/#', 'a', 'a'],
    ['a/+/#', 'a', undefined],
    ['#', '$SYS/#', undefined],
    ['+/+', '$SYS/a', undefined],
    ['a/+', 'a/$x', 'a/$x'],
  ])('%s meets %s in %s', (a, b, expected) => {
    expect(meet(parseFilter(a), parseFilter(b))?.text).toBe(expected)
    expect(meet(parseFilter(b), parseFilter(a))?.text).toBe(expected)
    expect(overlaps(parseFilter(a), parseFilter(b))).toBe(expected !== undefined)
  })

  test('a meeting is a valid filter in its shortest text, with canonical levels', () => {
    const filter = smallFilter(['', 'a', 'b', '$a'], 5).map(parseFilter)
    fc.assert(
      fc.property(filter, filter, (a, b) => {
        const met = meet(a, b)
        fc.pre(met !== undefined)
        expect(met).toEqual(parseFilter(met.text))
        expect(covers(a, met) && covers(b, met)).toBe(true)
      }),
    )
  })

  test('no filter matches the empty text, which is no topic name', () => {
    expect(filters.filter((filter) => matches(filter, ''))).toEqual([])
  })

  test('filters of tens of thousands of levels are as good as any', () => {
    const deep = parseFilter(`${'+/'.repeat(32_766)}#`)
    const name = `${'a/'.repeat(32_766)}a`
    expect(matches(deep, name)).toBe(true)
    expect(covers(deep, parseFilter(name))).toBe(true)
    expect(covers(parseFilter(name), deep)).toBe(false)
    expect(meet(deep, parseFilter(`${'a/'.repeat(30_000)}#`))?.text).toBe(
      `${'a/'.repeat(30_000)}${'+/'.repeat(2766)}#`,
    )
  })
})
