import { expect, test } from 'vitest'
import { clientTopics } from '../../src/bundles/client-topics.ts'
import type { Grant } from '../../src/topology/user.ts'
import { allow, user } from './fixtures.ts'

const deny = (filter: string): Grant => ({ ...allow('subscribe', filter), effect: 'deny' })

/** What alice may subscribe to. */
function topicsOf(grants: readonly Grant[], changes: Parameters<typeof user>[1] = {}) {
  return clientTopics(user('alice', { grants, ...changes }), 'subscribe', 1).map(({ topic }) => topic)
}

test.each([
  ['variables are filled in', [allow('subscribe', 'a/${username}/b')], ['a/alice/b']],
  ['an identifier that is not fixed is any level', [allow('subscribe', 'a/${clientId}')], ['a/+']],
  [
    'each filter stands once',
    [allow('subscribe', 'a'), allow('subscribe', 'b'), allow('subscribe', 'a')],
    ['a', 'b'],
  ],
  ['publications are another list', [allow('publish', 'a'), allow('subscribe', 'b')], ['b']],
  [
    'what a deny covers is left out',
    [allow('subscribe', 'a/b'), allow('subscribe', 'c'), deny('a/#')],
    ['c'],
  ],
  ['what a deny narrows stays', [allow('subscribe', 'a/#'), deny('a/b')], ['a/#']],
  [
    'a deny for one identifier takes nothing from the others',
    [allow('subscribe', 'a/+'), deny('a/${clientId}')],
    ['a/+'],
  ],
] as const)('%s', (_, grants, topics) => {
  expect(topicsOf(grants)).toEqual(topics)
})

test('a fixed identifier is filled in', () => {
  expect(topicsOf([allow('subscribe', 'a/${clientId}')], { clientId: 'c1' })).toEqual(['a/c1'])
})

test('a name that is no level takes its filters away', () => {
  const grants = [allow('subscribe', 'a/${username}'), allow('subscribe', 'b')]
  expect(clientTopics(user('x/y', { grants }), 'subscribe', 2).map(({ topic }) => topic)).toEqual(['b'])
  expect(topicsOf(grants, { kind: 'anonymous' })).toEqual(['b'])
})

test('says what is a wildcard, the intended QoS within the limit, and whether to retain', () => {
  const grants = [allow('publish', 'a/+', { qos: 2, retain: 'deny' }), allow('publish', 'b')]
  expect(clientTopics(user('alice', { grants }), 'publish', 1)).toEqual([
    { topic: 'a/+', wildcard: true, qos: 1, retain: false },
    { topic: 'b', wildcard: false, qos: 0, retain: true },
  ])
})
