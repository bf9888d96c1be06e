import { describe, expect, test } from 'vitest'
import { topicLines, topicLineText } from '../../../../src/targets/mosquitto/bridge/topic-line.ts'
import { parseFilter } from '../../../../src/topic/filter.ts'
import type { Route } from '../../../../src/topology/bridge.ts'

function route(direction: Route['direction'], local: string, remote: string, qos: Route['qos'] = 0): Route {
  return { direction, local: parseFilter(local), remote: parseFilter(remote), qos, retain: 'keep', path: [] }
}

describe('one route', () => {
  test.each([
    ['the same filter on both sides', 'a/+/b', 'a/+/b', ['topic a/+/b out 0']],
    ['everything', '#', '#', ['topic # out 0']],
    ['a prefix on the far side', 'press/+/s', 'plants/b/press/+/s', ['topic press/+/s out 0 "" plants/b/']],
    ['a prefix on the near side', 'x/+/important', '+/important', ['topic +/important out 0 x/ ""']],
    ['other prefixes on both', 'a/b/+', 'c/+', ['topic + out 0 a/b/ c/']],
    ['two whole topics', 'a/b', 'c', ['topic "" out 0 a/b c']],
    ['a topic with a blank', 'a b/#', 'c/a b/#', ['topic "a b/#" out 0 "" c/']],
    [
      'all below one name to all below another, with the names themselves',
      'foo/#',
      'bar/#',
      ['topic +/# out 0 foo/ bar/', 'topic "" out 0 foo bar'],
    ],
    ['all below an empty level', '/#', 'bar/#', ['topic +/# out 0 / bar/']],
    ['everything below one name', '#', 'site/#', ['topic +/# out 0 "" site/']],
    ['all below one name to everything', 'site/#', '#', ['topic +/# out 0 site/ ""']],
  ])('%s', (_, local, remote, lines) => {
    expect(topicLines([route('out', local, remote)])).toEqual({ lines: expect.anything(), problems: [] })
    expect(topicLines([route('out', local, remote)]).lines.map(topicLineText)).toEqual(lines)
  })

  test.each([
    ['a/+/b', 'a/+/c'],
    ['a/+/#', 'a/#'],
  ])('no prefix makes %s of %s', (local, remote) => {
    expect(topicLines([route('in', local, remote)]).problems).toMatchObject([
      { kind: 'differs-after-wildcard' },
    ])
  })
})

describe('several routes', () => {
  test('a missing prefix would swallow a later line, so the later one gets another cut', () => {
    const routes = [route('out', 'a/b/+', 'a/b/+'), route('out', 'x/a/b/+', 'y/a/b/+')]
    expect(topicLines(routes).problems).toMatchObject([])
    expect(topicLines(routes).lines.map(topicLineText)).toEqual([
      'topic a/b/+ out 0',
      'topic b/+ out 0 x/a/ y/a/',
    ])
  })

  test('the same pattern at another quality of service or direction is no duplicate', () => {
    const routes = [route('out', 'a/+', 'a/+'), route('in', 'a/+', 'a/+'), route('out', 'a/+', 'b/a/+', 1)]
    expect(topicLines(routes).lines).toHaveLength(3)
  })

  test('a repetition that no cut avoids is a problem', () => {
    const routes = [route('out', 'a', 'a'), route('out', 'a', 'a')]
    expect(topicLines(routes).problems).toMatchObject([{ kind: 'taken-for-duplicate' }])
  })
})
