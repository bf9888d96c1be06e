/** Devices that stand side by side in a list and share what their fleet gives them, so that one of them tells of all. */

import { remembered } from './remembered.ts'
import type { User } from './user.ts'

/**
 * The list in pieces, in its order, each a new list. Those of a piece are one user, or devices of one fleet with the same
 * brokers, grants, bundles, groups and listener, and the same authentication but for URIs and requests.
 */
export function* stretches(users: readonly User[]): Generator<[User, ...User[]]> {
  const starts = startsOf(users)
  const thawed = [...users] // pieces of a frozen list take ten times as long
  for (let i = 0; i < starts.length; i++) yield thawed.slice(starts[i], starts[i + 1]) as [User, ...User[]]
}

/** The first of each piece. */
export function* firstsOf(users: readonly User[]): Generator<User> {
  for (const start of startsOf(users)) yield users[start] as User
}

/** Those with the same key together, in the order in which they stand first; those without one are left out. */
export function gathered<Key>(
  users: readonly User[],
  keyOf: (user: User) => Key | undefined,
): ReadonlyMap<Key, readonly [User, ...User[]]> {
  const lists = new Map<Key, [User, ...User[]]>()
  for (const alike of stretches(users)) {
    const key = keyOf(alike[0])
    if (key === undefined) continue
    const list = lists.get(key)
    if (list === undefined) lists.set(key, alike)
    else for (const user of alike) list.push(user)
  }
  return lists
}

const startsOf = remembered((users: readonly User[]): readonly number[] => {
  const starts: number[] = []
  let first: User | undefined
  for (let i = 0; i < users.length; i++) {
    const user = users[i] as User
    if (first !== undefined && isAlike(first, user)) continue
    first = user
    starts.push(i)
  }
  return starts
})

function isAlike(a: User, b: User): boolean {
  return (
    a.grants === b.grants &&
    a.at === b.at &&
    a.fleet === b.fleet &&
    a.fleet !== undefined &&
    a.bundles === b.bundles &&
    a.groups === b.groups &&
    a.listener === b.listener &&
    (a.authentication === b.authentication || haveProfile(a, b))
  )
}

function haveProfile({ authentication: a }: User, { authentication: b }: User): boolean {
  return a.kind === 'certificate' && b.kind === 'certificate' && a.profile === b.profile
}
