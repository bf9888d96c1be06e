import { expect, test } from 'vitest'
import { bridgeTopics } from '../../../src/broker/bridge/bridge-topics.ts'

const line = { pattern: '#', direction: 'both', qos: 0, localPrefix: 'a/', remotePrefix: 'b/' } as const

/** As seen of mosquitto 2.0.11: `a/#` matches `a`, from which nothing is cut. */
test.each([
  ['a/x', 'b/x'],
  ['a', 'b/a'],
  ['a/', 'b/'],
  ['ab', 'ab'],
])('%s goes out as %s', (local, remote) => {
  expect(bridgeTopics([line]).toRemote(local)).toBe(remote)
})

test('the first line that matches decides, even where its prefix cannot be cut', () => {
  const next = { ...line, pattern: 'a', localPrefix: '', remotePrefix: 'c/' }
  expect(bridgeTopics([line, next]).toRemote('a')).toBe('b/a')
  expect(bridgeTopics([line]).toLocal('b')).toBe('a/b')
})
