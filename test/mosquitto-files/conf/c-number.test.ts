import { expect, test } from 'vitest'
import { leadingInteger, looksDecimal, parseCInteger } from '../../../src/mosquitto-files/conf/c-number.ts'

test.each([
  ['0', 0],
  ['-0', 0],
  ['1', 1],
  ['+1', 1],
  ['-1', -1],
  ['65535', 65_535],
  ['010', 8],
  ['-010', -8],
  ['00', 0],
  ['0x1', 1],
  ['0XfF', 255],
  ['-0x10', -16],
  ['\t7', 7],
  ['99999999999', 99_999_999_999],
  ['08', undefined],
  ['0x', undefined],
  ['1a', undefined],
  ['1\t', undefined],
  ['1.5', undefined],
  ['1_000', undefined],
  ['- 1', undefined],
  ['', undefined],
  ['x', undefined],
  ['0b1', undefined],
])('strtol reads %j as %s', (text, value) => {
  expect(parseCInteger(text)).toBe(value)
})

test.each([
  ['12', 12],
  ['12x', 12],
  ['-3 4', -3],
  ['010', 10],
  ['0x10', 0],
  ['x', 0],
  ['', 0],
  ['#', 0],
])('atoi reads %j as %i', (text, value) => {
  expect(leadingInteger(text)).toBe(value)
})

test.each([
  ['010', true],
  ['-007', true],
  ['0', false],
  ['00', false],
  ['10', false],
  ['0x10', false],
])('%j looks decimal and is octal: %s', (text, is) => {
  expect(looksDecimal(text)).toBe(is)
})
