import { deepFreeze } from './deep-freeze.ts'
import type { Topology } from './topology.ts'
import type { User } from './user.ts'

/**
 * Freezes a topology through and through, but for the rows of tables, which belong to the spec. What is made for
 * each row was frozen when it was made: looking for it here would take longer than all the rest for a large fleet.
 */
export function freezeTopology(topology: Topology): Topology {
  const { users, fleets, ...rest } = topology
  deepFreeze(rest)
  let before: User | undefined
  for (const user of users) before = freezeUser(user, before)
  for (const fleet of fleets) Object.freeze(fleet.users)
  deepFreeze(fleets)
  Object.freeze(users)
  return Object.freeze(topology)
}

/** @param like a frozen one, which may share parts with it, as devices of a fleet do */
export function freezeUser(user: User, like?: User): User {
  const { authentication, will, at, path, row } = user
  if (authentication !== like?.authentication) deepFreeze(authentication)
  if (will !== like?.will) deepFreeze(will)
  if (at !== like?.at) Object.freeze(at)
  if (row === undefined) Object.freeze(path)
  return Object.freeze(user)
}
