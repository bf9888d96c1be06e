import { expect, test } from 'vitest'
import { bytesText, countText, durationText, rateText } from '../../../src/broker/observe/quantity-text.ts'

test.each([
  [0, '0'],
  [7, '7'],
  [999, '999'],
  [999.6, '1.0k'],
  [1000, '1k'],
  [1234, '1.2k'],
  [9949, '9.9k'],
  [9950, '10k'],
  [34_567, '35k'],
  [999_499, '999k'],
  [999_500, '1.0M'],
  [5_000_000_000, '5G'],
  [1e18, '1000P'],
])('%d things are %s', (count, text) => {
  expect(countText(count)).toBe(text)
})

test.each([
  [0, '0 B'],
  [512, '512 B'],
  [1500, '1.5 kB'],
  [85_300_000, '85 MB'],
])('%d bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text)
})

test('a slow rate is not nothing', () => {
  expect(rateText(0.2)).toBe('0.2/s')
})

test.each([
  [-1, '0 s'],
  [0, '0 s'],
  [59.9, '59 s'],
  [60, '1 min'],
  [3599, '59 min'],
  [3600, '1 h 00 min'],
  [7509, '2 h 05 min'],
  [86_400, '1 d 00 h'],
  [100 * 86_400 + 5 * 3600, '100 d 05 h'],
])('%d seconds are %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text)
})
