import { describe, expect, test } from 'vitest'
import { decide } from '../../src/access/decide.ts'
import type { User } from '../../src/topology/user.ts'
import { type GrantText, userWith } from './users.ts'

interface DecisionCase {
  readonly name: string
  readonly grants: readonly GrantText[]
  readonly user?: Partial<User>
  readonly clientId?: string
  readonly action?: 'publish' | 'subscribe'
  readonly topic: string
  readonly allowed: boolean
  /** Which grants decide, by their number. */
  readonly by: readonly number[]
}

const cases: readonly DecisionCase[] = [
  { name: 'nothing is allowed by default', grants: [], topic: 'a', allowed: false, by: [] },
  {
    name: 'an allow that matches allows',
    grants: ['allow publish a/+'],
    topic: 'a/b',
    allowed: true,
    by: [0],
  },
  {
    name: 'an allow of another topic does not',
    grants: ['allow publish a/+'],
    topic: 'a',
    allowed: false,
    by: [],
  },
  {
    name: 'an allow of the other action does not',
    grants: ['allow subscribe a'],
    topic: 'a',
    allowed: false,
    by: [],
  },
  {
    name: 'a deny wins over a later, more specific allow',
    grants: ['deny publish a/#', 'allow publish a/b'],
    topic: 'a/b',
    allowed: false,
    by: [0],
  },
  {
    name: 'a deny of the other action takes nothing away',
    grants: ['allow publish a', 'deny subscribe a'],
    topic: 'a',
    allowed: true,
    by: [0],
  },
  {
    name: 'all allows that match are decisive',
    grants: ['allow publish a/#', 'allow publish b', 'allow publish +/x'],
    topic: 'a/x',
    allowed: true,
    by: [0, 2],
  },
  {
    name: 'a leading wildcard matches no topic that begins with $',
    grants: ['allow publish #', 'deny publish +/x'],
    topic: '$a/x',
    allowed: false,
    by: [],
  },
  {
    name: 'a leading wildcard in a deny leaves $ topics allowed',
    grants: ['allow publish $a/#', 'deny publish #'],
    topic: '$a/x',
    allowed: true,
    by: [0],
  },
  {
    name: '${username} is the user',
    grants: ['allow publish a/${username}'],
    topic: 'a/alice',
    allowed: true,
    by: [0],
  },
  {
    name: '${username} is nobody else',
    grants: ['allow publish a/${username}'],
    topic: 'a/bob',
    allowed: false,
    by: [],
  },
  {
    name: 'a username of two levels matches nothing',
    grants: ['allow publish a/${username}/#'],
    user: { name: 'b/c' },
    topic: 'a/b/c',
    allowed: false,
    by: [],
  },
  {
    name: 'a username that is a wildcard matches nothing',
    grants: ['allow publish a/${username}'],
    user: { name: '+' },
    topic: 'a/b',
    allowed: false,
    by: [],
  },
  {
    name: 'anonymous clients have no username',
    grants: ['allow publish a/${username}'],
    user: { kind: 'anonymous', name: 'anonymous' },
    topic: 'a/anonymous',
    allowed: false,
    by: [],
  },
  {
    name: '${clientId} is the fixed one, whatever the connection says',
    grants: ['allow publish ${clientId}/x'],
    user: { clientId: 'c1' },
    clientId: 'c2',
    topic: 'c1/x',
    allowed: true,
    by: [0],
  },
  {
    name: '${clientId} is that of the connection where none is fixed',
    grants: ['allow publish ${clientId}/x'],
    clientId: 'c2',
    topic: 'c2/x',
    allowed: true,
    by: [0],
  },
  {
    name: '${clientId} without any value matches nothing',
    grants: ['allow publish ${clientId}/x'],
    topic: 'c2/x',
    allowed: false,
    by: [],
  },
]

describe('decide', () => {
  test.each(cases)('$name', ({ grants, user, clientId, action = 'publish', topic, allowed, by }) => {
    const subject = userWith(grants, user)
    const verdict = decide(subject, action, topic, clientId === undefined ? {} : { clientId })
    expect(verdict).toEqual({ allowed, grants: by.map((i) => subject.grants[i]) })
  })
})
