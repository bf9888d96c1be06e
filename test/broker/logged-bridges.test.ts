import { expect, test } from 'vitest'
import { LoggedBridges } from '../../src/broker/logged-bridges.ts'

const AT = { host: 'far', port: 1883 }

test.each([
  [true, 'Bridge b lost its connection to far:1883: it is gone, trying again in 5 s.'],
  [false, 'Bridge b could not connect to far:1883: it is gone, trying again in 5 s.'],
])('a bridge that was connected (%s) and is not now is told as such', (wasConnected, expected) => {
  const lines: string[] = []
  const log = { wants: () => true, write: (_: string, message: string) => void lines.push(message) }
  new LoggedBridges(log).disconnected('b', AT, { wasConnected, problem: 'it is gone' }, 4.2)
  expect(lines).toEqual([expected])
})
