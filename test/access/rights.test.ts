import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide } from '../../src/access/decide.ts'
import { createRightsReader } from '../../src/access/rights.ts'
import { createTopicSets } from '../../src/topic/topic-set.ts'
import { type GrantText, grantsFrom, userWith } from './users.ts'

const level = fc.constantFrom('a', 'b', '$s', '', '+', '${username}', '${clientId}')
const filter = fc
  .tuple(fc.array(level, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([levels, open]) => [...levels, ...(open ? ['#'] : [])].join('/') || '#')
const grant = fc
  .tuple(fc.constantFrom('allow', 'deny'), fc.constantFrom('publish', 'subscribe'), filter)
  .map((words) => words.join(' ') as GrantText)
const topic = fc
  .array(fc.constantFrom('a', 'b', 'c', '$s', '', 'alice', 'c1'), { minLength: 1, maxLength: 4 })
  .map((levels) => levels.join('/'))
  .filter((text) => text !== '')

describe('rights', () => {
  test('hold exactly the topics that the decision allows', () => {
    fc.assert(
      fc.property(fc.array(grant, { maxLength: 5 }), fc.array(topic, { minLength: 5 }), (texts, topics) => {
        const sets = createTopicSets()
        const user = userWith(texts, { clientId: 'c1' })
        const rights = createRightsReader(sets).of(user)
        for (const action of ['publish', 'subscribe'] as const) {
          for (const name of topics) {
            expect(sets.contains(rights[action], name)).toBe(decide(user, action, name).allowed)
          }
        }
      }),
    )
  })

  test('with an open client identifier hold what some identifier allows, where it is in allows only', () => {
    const sets = createTopicSets()
    const rights = createRightsReader(sets).of(
      userWith(['allow publish a/${clientId}', 'deny publish a/x', 'deny publish b/${clientId}']),
    )
    expect(
      sets.filtersOf(sets.difference(sets.topicsOf({ text: 'a/+', levels: ['a', '+'] }), rights.publish)),
    ).toEqual(['a/x'])
  })

  test('of a shared list without variables are worked out once', () => {
    const reader = createRightsReader(createTopicSets())
    const grants = grantsFrom(['allow publish a/#'])
    expect(reader.of(userWith([], { name: 'bob', grants }))).toBe(reader.of(userWith([], { grants })))
  })

  test('have a shape that variables leave open', () => {
    const sets = createTopicSets()
    const reader = createRightsReader(sets)
    const shape = reader.shapeOf(grantsFrom(['allow publish a/${username}', 'deny publish a/${username}']))
    expect(shape.publish).toBe(sets.empty)
    const open = reader.shapeOf(grantsFrom(['allow publish a/${username}', 'deny publish a/${clientId}']))
    expect(open.publish).not.toBe(sets.empty)
  })

  test('of 100,000 devices with one list take one shape', () => {
    const reader = createRightsReader(createTopicSets())
    const grants = grantsFrom(['allow publish press/${username}/state', 'deny publish press/+/secret'])
    const shapes = new Set(Array.from({ length: 100_000 }, () => reader.shapeOf(grants)))
    expect(shapes.size).toBe(1)
  })
})
