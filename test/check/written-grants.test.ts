import { describe, expect, test } from 'vitest'
import { grantLists, writtenGrants } from '../../src/check/written-grants.ts'
import type { Topology } from '../../src/topology/topology.ts'
import type { User } from '../../src/topology/user.ts'
import { grantsFrom, userWith } from '../access/users.ts'

function topologyOf(users: readonly User[]): Topology {
  return {
    ...{ name: 't', organization: 't', authorities: [], profiles: [], brokers: [], bridges: [] },
    ...{ users, fleets: [], roles: [], bundles: [], policies: [], tests: [] },
  }
}

describe('writtenGrants', () => {
  const shared = grantsFrom(['allow publish a', 'deny publish a'])

  test('has a line of the spec once, with all lists that it came into', () => {
    const users = [
      userWith([], { name: 'a', grants: shared }),
      userWith([], { name: 'b', grants: shared }),
      userWith([], { name: 'c', grants: shared.slice(0, 1) }),
    ]
    const written = writtenGrants(topologyOf(users))
    expect(written.map(({ grant, lists }) => [grant.effect, lists.length])).toEqual([
      ['allow', 2],
      ['deny', 1],
    ])
    expect(grantLists(topologyOf(users)).map((list) => list.users.length)).toEqual([2, 1])
  })

  test('leaves out what follows from the routes of bridges', () => {
    expect(writtenGrants(topologyOf([userWith([], { kind: 'bridge', grants: shared })]))).toEqual([])
  })
})
