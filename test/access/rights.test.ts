import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide } from '../../src/access/decide.ts'
import { createRightsReader } from '../../src/access/rights.ts'
import { createTopicSets } from '../../src/topic/topic-set.ts'
import { smallGrant, smallTopic } from './small-world.ts'
import { type GrantText, grantsFrom, userWith } from './users.ts'

describe('rights', () => {
  test('hold exactly the topics that the decision allows', () => {
    fc.assert(
      fc.property(
        fc.array(smallGrant, { maxLength: 5 }),
        fc.array(smallTopic, { minLength: 5 }),
        (texts, topics) => {
          const sets = createTopicSets()
          const user = userWith(texts, { clientId: 'c1' })
          const rights = createRightsReader(sets).of(user)
          for (const action of ['publish', 'subscribe'] as const) {
            for (const name of topics) {
              expect(sets.contains(rights[action], name)).toBe(decide(user, action, name).allowed)
            }
          }
        },
      ),
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

  test('in own form keep variables apart from each other and from all levels', () => {
    const sets = createTopicSets()
    const formOf = (...texts: GrantText[]) => createRightsReader(sets).inOwnForm(userWith(texts)).publish
    expect(formOf('allow publish a/${username}', 'deny publish a/${username}')).toBe(sets.empty)
    expect(formOf('allow publish a/${username}', 'deny publish a/${clientId}')).not.toBe(sets.empty)
    expect(formOf('allow publish a/${username}')).toBe(formOf('allow publish a/alice'))
  })
})
