/** Devices of rows that stood in the tables of fleets before, as parts of the topology that a spec has now. */

import { isError } from '../diagnostics/diagnostic.ts'
import type { Row } from '../spec/row.ts'
import { freezeUser } from './freeze-topology.ts'
import type { ResolvableSpec } from './resolution.ts'
import { resolveDevices } from './resolve-topology.ts'
import type { Topology } from './topology.ts'
import type { Authentication, Fleet, User } from './user.ts'
import type { Reach } from './users/role-uses.ts'

export interface FleetChange {
  /** As it is now. */
  readonly fleet: Fleet
  readonly comes: readonly User[]
  readonly goes: readonly Row[]
  /** One of its devices that stays; absent where none does. */
  readonly example: User | undefined
}

export interface GoneDevices {
  /** Frozen. */
  readonly users: readonly User[]
  /** What each device of the fleet has. */
  readonly reach: Omit<Reach, 'userCount'>
}

/**
 * Of each fleet those that go. They share with one that stays what all devices of the fleet share, and their brokers and
 * profiles are those of the topology. `undefined` where of a fleet nobody stays, or a row makes no device.
 */
export function goneDevices(
  topology: Topology,
  input: ResolvableSpec,
  changes: readonly FleetChange[],
): readonly GoneDevices[] | undefined {
  const tables = new Map<string, readonly Row[]>()
  for (const { fleet, goes, example } of changes) {
    if (example?.row === undefined) return undefined
    tables.set(fleet.name, [example.row, ...goes])
  }
  const { fleets, reaches, diagnostics } = resolveDevices({ ...input, tables })
  if (diagnostics.some(isError) || fleets.length !== changes.length) return undefined
  const gone = changes.flatMap(({ goes, example }, i): readonly GoneDevices[] => {
    const [made, reach] = [fleets[i]?.users ?? [], reaches[i]]
    const pattern = made.find(({ row }) => row === example?.row)
    if (example === undefined || pattern === undefined || reach === undefined) return []
    const settle = settler(topology, pattern, example)
    const users = made.flatMap((user) => (user === pattern ? [] : (settle(user) ?? [])))
    return users.length === goes.length ? [{ users, reach }] : []
  })
  return gone.length === changes.length ? gone : undefined
}

/** @param pattern made like the others, of the row that `example` has */
function settler(
  { brokers, profiles }: Topology,
  pattern: User,
  example: User,
): (user: User) => User | undefined {
  const brokerNow = new Map(brokers.map((broker) => [broker.name, broker]))
  const profileNow = new Map(profiles.map((profile) => [profile.name, profile]))
  const authenticationNow = (own: Authentication): Authentication | undefined => {
    if (own.kind !== 'certificate') return own
    const profile = profileNow.get(own.profile.name)
    return profile && { ...own, profile }
  }
  return (user) => {
    const at = user.at === pattern.at ? example.at : user.at.flatMap(({ name }) => brokerNow.get(name) ?? [])
    const authentication =
      user.authentication === pattern.authentication
        ? example.authentication
        : authenticationNow(user.authentication)
    const grants = user.grants === pattern.grants ? example.grants : user.grants
    const { bundles, groups } = example
    return authentication && freezeUser({ ...user, at, authentication, grants, bundles, groups })
  }
}
