/** Users who are shown as one, so that a picture of 100,000 devices is readable. */

import { ownFormKeys } from '../access/own-form.ts'
import { compareText } from '../files/compare-text.ts'
import { sortedTexts } from '../topology/sorted.ts'
import type { Grant, User } from '../topology/user.ts'
import type { UserGroup } from './graph.ts'

export interface Grouping {
  /** Users who are no devices stand alone. */
  readonly expand: boolean
  /** Groups at the same brokers beyond this many are joined. */
  readonly most: number
  /** What part a user has in what is highlighted; users with different parts stand apart. */
  readonly partOf: (user: User) => string
}

/** Sorted: who has a part in what is highlighted first, then fleets, then by size and name. */
export function groupUsers(users: readonly User[], grouping: Grouping): readonly UserGroup[] {
  const keyOf = groupKeys(grouping)
  const members = new Map<string, [User, ...User[]]>()
  for (const user of users) {
    if (user.kind === 'bridge') continue
    const key = keyOf(user)
    const group = members.get(key)
    if (group === undefined) members.set(key, [user])
    else group.push(user)
  }
  const groups = Array.from(members.values(), (users) => groupOf(users, grouping))
  return atEachPlace(groups)
    .flatMap((there) => withFewer(there, grouping))
    .map((group, i) => ({ ...group, id: `u${i}` }))
}

function groupKeys({ expand, partOf }: Grouping): (user: User) => string {
  const formOf = ownFormKeys()
  const likeness = (user: User) => {
    const { fleet, kind, name } = user
    if (fleet !== undefined) return `fleet\0${fleet}`
    if (expand || kind === 'anonymous') return `user\0${name}`
    const roles = rolesOf(user)
    return roles.length > 0 ? `roles\0${roles.join('\0')}` : `form\0${formOf(user)}`
  }
  return (user) => [likeness(user), placeOf(user), partOf(user)].join('\0\0')
}

/** The brokers of a user, as text. */
function placeOf({ at }: User): string {
  return at.map(({ name }) => name).join('\0')
}

/** The groups at each set of brokers. */
function atEachPlace(groups: readonly UserGroup[]): readonly (readonly UserGroup[])[] {
  const places = new Map<string, UserGroup[]>()
  for (const group of groups) {
    const place = placeOf(group.users[0])
    places.set(place, [...(places.get(place) ?? []), group])
  }
  return sortedTexts(places.keys()).map((place) => places.get(place) ?? [])
}

/** All groups where they are few; else the last of them are one. */
function withFewer(groups: readonly UserGroup[], grouping: Grouping): readonly UserGroup[] {
  const { most } = grouping
  const sorted = [...groups].sort(
    (a, b) =>
      Number(b.isHighlighted) - Number(a.isHighlighted) ||
      Number(b.kind === 'fleet') - Number(a.kind === 'fleet') ||
      Number(b.kind === 'role') - Number(a.kind === 'role') ||
      b.users.length - a.users.length ||
      compareText(a.users[0].name, b.users[0].name),
  )
  if (sorted.length <= most) return sorted
  const [first, ...rest] = sorted.slice(most - 1).flatMap(({ users }) => users)
  if (first === undefined) return sorted
  const others = groupOf([first, ...rest], grouping)
  return [...sorted.slice(0, most - 1), { ...others, kind: 'others', name: 'other users' }]
}

function groupOf(users: readonly [User, ...User[]], { partOf }: Grouping): UserGroup {
  const [first] = users
  const lists = new Set(users.map(({ grants }) => grants))
  const grants = [...lists].flat()
  return {
    ...{ id: '', users, isHighlighted: partOf(first) !== '' },
    ...named(users),
    authentication: sortedTexts(users.map(({ authentication }) => authentication.kind)),
    publish: filtersOf(grants, 'allow', 'publish'),
    subscribe: filtersOf(grants, 'allow', 'subscribe'),
    deny: [
      ...filtersOf(grants, 'deny', 'publish').map((filter) => `publish ${filter}`),
      ...filtersOf(grants, 'deny', 'subscribe').map((filter) => `receive ${filter}`),
    ],
  }
}

function named([first, ...others]: readonly [User, ...User[]]): Pick<UserGroup, 'kind' | 'name'> {
  if (first.fleet !== undefined && others.length > 0) return { kind: 'fleet', name: first.fleet }
  if (first.fleet !== undefined) return { kind: 'device', name: first.name }
  if (others.length === 0) return { kind: 'user', name: first.name }
  const roles = rolesOf(first)
  if (roles.length > 0)
    return { kind: 'role', name: roles.map((role) => role.replace(/^.*?:/, '')).join(', ') }
  return {
    kind: 'alike',
    name: [first, ...others]
      .slice(0, 3)
      .map(({ name }) => name)
      .join(', '),
  }
}

/** Roles and groups, as `role:NAME` and `group:NAME`; none for a user who has only grants of its own. */
function rolesOf({ grants, groups }: User): readonly string[] {
  return sortedTexts([...grants.flatMap(({ via }) => via ?? []), ...groups.map((name) => `group:${name}`)])
}

function filtersOf(
  grants: readonly Grant[],
  effect: Grant['effect'],
  action: Grant['action'],
): readonly string[] {
  const meant = grants.filter((grant) => grant.effect === effect && grant.action === action)
  return [...new Set(meant.map(({ filter }) => filter.text))]
}
