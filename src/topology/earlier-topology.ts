/**
 * The topology that a spec had before rows of its fleets' tables came and went, made out of the one that it has now:
 * whoever stays is the same object in both, so that a change of one device in a hundred thousand is one device's work.
 */

import { deepFreeze } from './deep-freeze.ts'
import { exchangeUsers } from './exchange-users.ts'
import { type FleetChange, type GoneDevices, goneDevices } from './gone-devices.ts'
import type { ResolvableSpec } from './resolution.ts'
import type { RowChanges } from './row-changes.ts'
import type { RoleUse, Topology } from './topology.ts'
import type { User } from './user.ts'
import { roleUses } from './users/role-uses.ts'

/**
 * Equal to what the earlier spec is resolved to, but for the numbers of rows in the paths of devices. `undefined` where
 * more may differ than devices: where nobody stays of a fleet, or of those with a profile at some brokers.
 *
 * @param later a topology without errors
 * @param input what it was resolved from
 */
export function earlierTopology(
  later: Topology,
  input: ResolvableSpec,
  rows: RowChanges,
): Topology | undefined {
  const hasCome = ({ row }: User) => row !== undefined && rows.came.has(row)
  const newcomers = later.users.filter(hasCome)
  const changes = fleetChanges(later, newcomers, rows)
  const gone = goneDevices(later, input, changes)
  if (gone === undefined || later.tests.some(({ user }) => hasCome(user))) return undefined
  const leavers = gone.flatMap((devices) => devices.users)
  const users = exchangeUsers(later.users, newcomers, leavers)
  const fleets = new Map(later.fleets.map((fleet) => [fleet.name, fleet]))
  for (const [i, { fleet, comes }] of changes.entries()) {
    const devices = exchangeUsers(fleet.users, comes, gone[i]?.users ?? [])
    if (devices === undefined) return undefined
    fleets.set(fleet.name, Object.freeze({ ...fleet, users: devices }))
  }
  const moving = new Set([...newcomers, ...leavers])
  if (users === undefined || !isPkiOfOthers(users, moving)) return undefined
  const roles = earlierRoles(later, input, changes, gone)
  return Object.freeze({ ...later, users, fleets: Object.freeze([...fleets.values()]), roles })
}

/** Of the fleets of which devices come or go. */
function fleetChanges(
  { fleets }: Topology,
  newcomers: readonly User[],
  { came, gone }: RowChanges,
): readonly FleetChange[] {
  const comes = new Map<string | undefined, User[]>()
  for (const user of newcomers) {
    const ofFleet = comes.get(user.fleet)
    if (ofFleet === undefined) comes.set(user.fleet, [user])
    else ofFleet.push(user)
  }
  return fleets
    .map((fleet) => ({ fleet, comes: comes.get(fleet.name) ?? [], goes: gone.get(fleet.name) ?? [] }))
    .filter((change) => change.comes.length + change.goes.length > 0)
    .map((change) => ({
      ...change,
      example: change.fleet.users.find(({ row }) => row !== undefined && !came.has(row)),
    }))
}

/** Whether with those who move or without them, the same profiles are in use, and brokers trust the same authorities. */
function isPkiOfOthers(users: readonly User[], moving: ReadonlySet<User>): boolean {
  const lacking = new Set(Array.from(moving, pkiUse))
  lacking.delete(undefined)
  for (const user of users) {
    if (lacking.size === 0) break
    if (!moving.has(user)) lacking.delete(pkiUse(user))
  }
  return lacking.size === 0
}

function pkiUse({ authentication, at }: User): string | undefined {
  if (authentication.kind !== 'certificate') return undefined
  return JSON.stringify([authentication.profile.name, ...at.map(({ name }) => name)])
}

function earlierRoles(
  { roles }: Topology,
  { value: spec }: ResolvableSpec,
  changes: readonly FleetChange[],
  gone: readonly GoneDevices[],
): readonly RoleUse[] {
  const reaches = gone.map(({ users, reach }, i) => ({
    ...reach,
    userCount: users.length - (changes[i]?.comes.length ?? 0),
  }))
  const more = roleUses({ spec }, reaches)
  return deepFreeze(roles.map((use, i) => ({ ...use, userCount: use.userCount + (more[i]?.userCount ?? 0) })))
}
