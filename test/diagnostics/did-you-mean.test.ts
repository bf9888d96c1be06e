import { describe, expect, test } from 'vitest'
import { didYouMean } from '../../src/diagnostics/did-you-mean.ts'

const KEYS = ['port', 'path', 'auth', 'maxConnections', 'max-qos']

describe('didYouMean', () => {
  test.each([
    ['portt', 'port'],
    ['prot', 'port'], // neighbours swapped
    ['tprot', undefined],
    ['atuh', 'auth'],
    ['hatp', undefined], // two letters of four
    ['pat', 'path'],
    ['PORT', 'port'],
    ['max_connections', 'maxConnections'],
    ['maxConections', 'maxConnections'],
    ['maxQos', 'max-qos'],
    ['colour', undefined],
    ['', undefined],
  ])('%s: %s', (word, meant) => {
    expect(didYouMean(word, KEYS)).toBe(meant)
  })

  test('never takes one short word for another', () => {
    expect(didYouMean('a', ['b'])).toBeUndefined()
    expect(didYouMean('ab', ['ac'])).toBeUndefined()
    expect(didYouMean('abc', ['abd'])).toBe('abd')
  })

  test('prefers the nearer, then the first', () => {
    expect(didYouMean('broker3', ['broker1', 'broker2'])).toBe('broker1')
    expect(didYouMean('brokr', ['brakr', 'broker'])).toBe('brakr')
    expect(didYouMean('listenr', ['lastener', 'listener'])).toBe('listener')
  })

  test('does not compare texts that nobody mistypes', () => {
    expect(didYouMean('x'.repeat(200), ['x'.repeat(199)])).toBeUndefined()
    expect(didYouMean('x', ['x'.repeat(200)])).toBeUndefined()
  })

  test('does not offer the word itself', () => {
    expect(didYouMean('port', ['port'])).toBeUndefined()
  })
})
