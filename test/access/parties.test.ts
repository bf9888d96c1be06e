/** Parties against a naive reading of what they are: random users, who share lists of grants, brokers and groups or have their own. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partiesOf } from '../../src/access/parties.ts'
import type { Topology } from '../../src/topology/topology.ts'
import type { Grant, User } from '../../src/topology/user.ts'
import { broker } from '../targets/mosquitto/made-up.ts'
import { type GrantText, grantsFrom, userWith } from './users.ts'

const GRANTS: readonly (readonly GrantText[])[] = [
  ['allow publish d/${username}/up'],
  ['allow publish d/${username}/up', 'deny subscribe ${clientId}/x'],
  ['allow publish d/n1/up'],
  ['allow publish d/${username}/up', 'allow publish e//${clientId}'],
  ['allow subscribe d/+/up', 'allow subscribe n2'],
]
const AT = [broker([]), broker([], { name: 'c' })].map((one) => [one])
const GROUPS = [[], ['staff']]
const NAMES = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6', '$x', 'x/y', 'é', '😀']

/** One of the values itself, which others may have too, or a copy. */
const shared = <T extends object>(values: readonly T[], copied: (value: T) => T): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...values) },
    { weight: 1, arbitrary: fc.constantFrom(...values).map(copied) },
  )

const lists = GRANTS.map(grantsFrom)
const facts = fc.record({
  kind: fc.constantFrom<User['kind']>('device', 'device', 'device', 'user'),
  clientId: fc.option(fc.constantFrom(...NAMES), { nil: undefined, freq: 1 }),
  isOwnId: fc.boolean(),
  fleet: fc.constantFrom('f', 'f', 'g', undefined),
  grants: shared<readonly Grant[]>(lists, (list) => [...list]),
  at: shared(AT, (list) => [...list]),
  groups: shared(GROUPS, (list) => [...list]),
})

const someUsers = fc
  .tuple(fc.shuffledSubarray(NAMES), fc.array(facts, { minLength: 10, maxLength: 10 }))
  .map(([names, made]): readonly User[] =>
    names.flatMap((name, i) => {
      const one = made[i]
      if (one === undefined) return []
      const { kind, grants, at, groups, fleet } = one
      const clientId = one.isOwnId ? name : one.clientId
      const given = { ...(clientId && { clientId }), ...(fleet && { fleet }) }
      return [userWith([], { kind, name, grants, at, groups, ...given })]
    }),
  )

/** Users of one key are one party. */
function naiveKey(user: User, users: readonly User[], mentioned: readonly string[]): string {
  const { kind, name, clientId, fleet, groups, at, grants } = user
  const others = new Set(users.filter((other) => other !== user).map((other) => other.grants))
  const said = [...others].flatMap((list) => list.flatMap(({ filter }) => filter.levels))
  const isKnown = (text: string) => /[/$]/.test(text) || mentioned.includes(text) || said.includes(text)
  if (isKnown(name) || (clientId !== undefined && isKnown(clientId))) return name
  const own = (level: string | { readonly variable: string }) => {
    const text = typeof level === 'string' ? level : level.variable === 'username' ? name : clientId
    if (text === name) return '<name>'
    return text === undefined || text === clientId ? '<id>' : text
  }
  const lines = grants.map(
    ({ effect, action, filter }) => `${effect} ${action} ${filter.levels.map(own).join('/')}`,
  )
  const identifier = clientId === undefined ? 'free' : clientId === name ? 'name' : 'own'
  const form = [...new Set(lines)].sort()
  return JSON.stringify([kind, fleet, groups, at.map((one) => one.name), identifier, form])
}

test('users are one party where nothing but their names tells them apart', () => {
  fc.assert(
    fc.property(someUsers, fc.subarray(['n3', 'n4']), (users, mentioned) => {
      const expected = new Map<string, string[]>()
      for (const user of users) {
        const key = naiveKey(user, users, mentioned)
        expected.set(key, [...(expected.get(key) ?? []), user.name])
      }
      const topology = { users, bridges: [] as Topology['bridges'] } as Topology
      const parties = partiesOf(topology, mentioned)
      expect(parties.map((party) => party.users.map(({ name }) => name))).toEqual([...expected.values()])
    }),
    { numRuns: 2000 },
  )
})
