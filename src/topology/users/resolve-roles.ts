/** Roles and groups: who has which grants through them. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { lookUp, lookUpAll, type NameTable, nameTable } from '../name-table.ts'
import type { Report, Resolution } from '../resolution.ts'
import { sortedEntries } from '../sorted.ts'
import type { Grant } from '../user.ts'
import { resolveGrants } from './resolve-grants.ts'

export interface Role {
  readonly name: string
  readonly grants: readonly Grant[]
}

export interface Group {
  readonly name: string
  readonly roles: readonly Role[]
}

export interface Rights {
  readonly roles: NameTable<Role>
  /** The groups of each member, sorted; members are usernames and `fleet:NAME`. */
  readonly groups: ReadonlyMap<string, readonly Group[]>
}

const FLEET_PREFIX = 'fleet:'

/** How members of a group call a fleet. */
export function fleetMember(fleet: string): string {
  return FLEET_PREFIX + fleet
}

export function resolveRights(resolution: Resolution): Rights {
  const roles = resolveRoles(resolution)
  return { roles, groups: resolveGroups(resolution, roles) }
}

function resolveRoles(resolution: Resolution): NameTable<Role> {
  const path: SpecPath = ['roles']
  const specs = sortedEntries(resolution.spec.roles)
  const roles = specs.map(([name, spec]): [string, Role] => {
    const scope = { variables: ['username', 'clientId'] } as const
    const { fixed } = resolveGrants(spec, [...path, name], scope, resolution.report, `role:${name}`)
    return [name, { name, grants: fixed }]
  })
  return nameTable('role', path, [], new Map(roles))
}

function resolveGroups(resolution: Resolution, roles: NameTable<Role>): Map<string, Group[]> {
  const groups = new Map<string, Group[]>()
  const tables = {
    users: namesIn('user', 'users', resolution.spec.users),
    fleets: namesIn('fleet', 'fleets', resolution.spec.fleets),
  }
  for (const [name, spec] of sortedEntries(resolution.spec.groups)) {
    const path = ['groups', name]
    const group = { name, roles: lookUpAll(resolution, roles, spec.roles ?? [], [...path, 'roles']) }
    const members = spec.members.filter((member, i) =>
      isMember(resolution, tables, member, [...path, 'members', i]),
    )
    for (const member of new Set(members)) groups.set(member, [...(groups.get(member) ?? []), group])
  }
  return groups
}

function isMember(
  resolution: Resolution,
  { users, fleets }: Readonly<Record<'users' | 'fleets', NameTable<string>>>,
  member: string,
  path: SpecPath,
): boolean {
  const isFleet = member.startsWith(FLEET_PREFIX)
  const table = isFleet ? fleets : users
  const name = isFleet ? member.slice(FLEET_PREFIX.length) : member
  const hint = !isFleet && fleets.values.has(name) ? { hint: `write ${quoted(fleetMember(name))}` } : {}
  const report: Report = (code, finding) => resolution.report(code, { ...finding, ...hint })
  return lookUp(resolution, table, name, path, report) !== undefined
}

/** The names of a section, whether or not what they name is right. */
function namesIn(kind: string, section: string, map: object = {}): NameTable<string> {
  return nameTable(kind, [section], [], new Map(Object.keys(map).map((name) => [name, name])))
}
