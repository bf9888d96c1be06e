import { describe, expect, test } from 'vitest'
import { parseDuration, parseSize } from '../../src/topology/units.ts'

describe('parseDuration', () => {
  test.each([
    ['0s', 0],
    ['1s', 1],
    ['5m', 300],
    ['2h', 7_200],
    ['90d', 7_776_000],
    ['2w', 1_209_600],
    ['20y', 630_720_000],
    ['007d', 604_800],
  ])('%s is %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds)
  })

  test('what is too large for exact arithmetic is still greater than everything that is not', () => {
    expect(parseDuration(`${'9'.repeat(400)}s`)).toBe(Number.POSITIVE_INFINITY)
    expect(parseDuration('9007199254740993s')).toBeGreaterThanOrEqual(Number.MAX_SAFE_INTEGER)
  })

  test.each(['', '5', 'm', '1.5h', '-1s', '5 m', '5min', '5M', '5constructor', '5toString'])(
    'refuses %j',
    (text) => {
      expect(() => parseDuration(text)).toThrow(RangeError)
    },
  )
})

describe('parseSize', () => {
  test.each([
    ['20B', 20],
    ['2kB', 2_000],
    ['2MB', 2_000_000],
    ['3GB', 3_000_000_000],
    ['2KiB', 2_048],
    ['2MiB', 2_097_152],
    ['1GiB', 1_073_741_824],
  ])('%s is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes)
  })

  test.each(['2KB', '2mb', '2', 'MB'])('refuses %j', (text) => {
    expect(() => parseSize(text)).toThrow(RangeError)
  })
})
