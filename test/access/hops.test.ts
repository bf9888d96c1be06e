import { describe, expect, test } from 'vitest'
import { renamed } from '../../src/access/hops.ts'
import { meet, parseFilter } from '../../src/topic/filter.ts'

describe('renamed', () => {
  test.each([
    {
      source: 'press/+/state',
      target: 'plants/berlin/press/+/state',
      part: '#',
      result: 'plants/berlin/press/+/state',
    },
    { source: 'press/+/state', target: 'p/+/s', part: 'press/7/state', result: 'p/7/s' },
    { source: 'a/#', target: 'x/y/#', part: 'a/b/+', result: 'x/y/b/+' },
    { source: 'a/#', target: 'x/#', part: 'a', result: 'x' },
    { source: '#', target: 'site/#', part: 'a/#', result: 'site/a/#' },
    { source: '#', target: 'site/#', part: '#', result: 'site/+/#' },
    { source: 'site/#', target: '#', part: 'site/a', result: 'a' },
    { source: 'site/+/#', target: '+/#', part: 'site/#', result: '#' },
    { source: '+/a/+', target: 'x/+/+', part: 'b/a/c', result: 'x/b/c' },
    { source: 'a', target: 'b', part: '+', result: 'b' },
  ])('$part, carried from $source to $target, is $result', ({ source, target, part, result }) => {
    const carried = meet(parseFilter(part), parseFilter(source))
    expect(carried && renamed(carried, parseFilter(source), parseFilter(target)).text).toBe(result)
  })
})
