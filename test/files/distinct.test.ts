import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { areDistinct } from '../../src/files/distinct.ts'

const ascending = Array.from({ length: 100 }, (_, i) => `device-${String(i).padStart(4, '0')}`)

describe('texts', () => {
  test.each([
    ['none', [], true],
    ['in order', ascending, true],
    ['in order, one of them twice', [...ascending.slice(0, 50), ...ascending.slice(49)], false],
    ['one out of order', [...ascending, 'device-0000-old'], true],
    ['one out of order, which is there already', [...ascending, 'device-0007'], false],
    ['one out of order, twice', [...ascending, 'a', 'a'], false],
    ['the last one first', ['x', ...ascending], true],
    ['the last one first, and one of them twice', ['x', ...ascending, 'device-0099'], false],
    ['an empty one', ['', ...ascending], true],
    ['two empty ones', ['', ...ascending, ''], false],
  ])('are distinct or not: %s', (_, texts, distinct) => {
    expect(areDistinct(texts)).toBe(distinct)
  })

  test('are distinct when a set of them is as large', () => {
    const few = fc.array(fc.string({ maxLength: 1 }), { maxLength: 4 })
    fc.assert(
      fc.property(few, fc.nat({ max: 100 }), fc.integer({ min: 0, max: 100 }), (others, at, length) => {
        const texts = ascending.slice(0, length).toSpliced(at, 0, ...others)
        expect(areDistinct(texts)).toBe(new Set(texts).size === texts.length)
      }),
    )
  })
})
