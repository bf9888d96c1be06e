import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide, decideFreely } from '../../src/access/decide.ts'
import { createRightsReader } from '../../src/access/rights.ts'
import { createTopicSets } from '../../src/topic/topic-set.ts'
import { smallGrant, smallTopic } from './small-world.ts'
import { type GrantText, grantsFrom, userWith } from './users.ts'

/** Of the topics of the small world. */
const LEVELS = ['a', 'b', 'c', '$s', 'alice', 'c1']

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

  test('with an open client identifier hold what some identifier allows, exactly where the variable has one place', () => {
    fc.assert(
      fc.property(
        fc.array(smallGrant, { maxLength: 6 }),
        fc.array(smallTopic, { minLength: 10 }),
        (texts, topics) => {
          const user = userWith(texts)
          const sets = createTopicSets()
          const rights = createRightsReader(sets).of(user)
          for (const action of ['publish', 'subscribe'] as const) {
            const places = user.grants
              .filter((grant) => grant.action === action)
              .map(({ filter }) =>
                filter.text.split('/').flatMap((level, i) => (level === '${clientId}' ? [i] : [])),
              )
              .filter((place) => place.length > 0)
            const hasOnePlace =
              new Set(places.map(String)).size <= 1 && places.every(({ length }) => length === 1)
            for (const topic of topics) {
              const isAllowed = ['other', ...LEVELS].some(
                (clientId) => decide(user, action, topic, { clientId }).allowed,
              )
              expect(decideFreely(user, action, topic).allowed, topic).toBe(isAllowed)
              if (topic.startsWith('$')) continue // an identifier that begins so is no level of a wildcard
              if (hasOnePlace && !topic.split('/').includes(''))
                expect(sets.contains(rights[action], topic), topic).toBe(isAllowed)
              else if (isAllowed) expect(sets.contains(rights[action], topic), topic).toBe(true)
            }
          }
        },
      ),
      { numRuns: 300 },
    )
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
