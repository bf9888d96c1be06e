import fc from 'fast-check'
import { expect, test } from 'vitest'
import { alignedLines, cellWidth, cutToCells, padToCells } from '../../../src/broker/observe/cell-text.ts'

test.each([
  ['', 0],
  ['abc', 3],
  ['Zähler', 6],
  ['温度', 4],
  ['e\u0301', 1],
  ['🌡', 1],
  ['🚰', 2],
  ['한글', 4],
  ['ｆ', 2],
])('%j takes %d cells', (text, width) => {
  expect(cellWidth(text)).toBe(width)
})

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['温度計', 6, '温度計'],
  ['温度計', 5, '温度…'],
  ['温度計', 4, '温…'],
  ['abc', 1, '…'],
  ['abc', 0, ''],
])('%j in %d cells is %j', (text, width, cut) => {
  expect(cutToCells(text, width)).toBe(cut)
})

test('what was cut fits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, width) => {
      expect(cellWidth(cutToCells(text, width))).toBeLessThanOrEqual(width)
    }),
  )
})

test('columns stand under each other, and nothing trails', () => {
  expect(
    alignedLines([
      ['a', '温度', 'x'],
      ['bcd', 'e'],
      ['f', '', 'y'],
    ]),
  ).toEqual(['a    温度  x', 'bcd  e', 'f          y'])
  expect(padToCells('abc', 2)).toBe('abc')
})
