import { describe, expect, test } from 'vitest'
import { planAcl } from '../../../../src/targets/mosquitto/acl/acl-plan.ts'
import { createTopicSets } from '../../../../src/topic/topic-set.ts'
import { grantsFrom } from '../../../access/users.ts'

describe('rights that no line can give', () => {
  test('a client without a username gains nothing by ${username}', () => {
    const grants = grantsFrom(['allow publish a/${username}'])
    const { patterns, classes, problems } = planAcl(createTopicSets(), [{ name: undefined, grants }])
    expect({ patterns, lines: classes.flatMap(({ lines }) => lines), problems }).toEqual({
      patterns: [],
      lines: [],
      problems: [],
    })
  })

  test('a deny with an open ${clientId} never becomes a pattern that allows', () => {
    const grants = grantsFrom(['allow publish a/#', 'deny publish a/${clientId}'])
    expect(planAcl(createTopicSets(), [{ name: 'bob', grants }]).patterns).toEqual([])
  })
})
