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
  for (const user of users) freezeUser(user)
  deepFreeze(fleets)
  Object.freeze(users)
  return Object.freeze(topology)
}

export function freezeUser(user: User): User {
  deepFreeze(user.authentication)
  deepFreeze(user.will)
  Object.freeze(user.at)
  Object.freeze(user.path)
  return Object.freeze(user)
}
