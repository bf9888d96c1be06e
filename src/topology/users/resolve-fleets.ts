/** Fleets: one user for each row of a table. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { Fleet as SpecFleet } from '../../spec/generated/spec.ts'
import type { Row } from '../../spec/row.ts'
import { invalidIdentity, reservedName } from '../codes/reference-codes.ts'
import { expandTemplate } from '../expand-template.ts'
import type { Report } from '../resolution.ts'
import { sortedByName, sortedEntries } from '../sorted.ts'
import { parseTextTemplate, type TemplateScope, type TextTemplate } from '../text-template.ts'
import type { Fleet, User } from '../user.ts'
import { identityProblem } from './identity-problem.ts'
import { fleetMember } from './resolve-roles.ts'
import { ANONYMOUS } from './resolve-users.ts'
import type { Reach } from './role-uses.ts'
import { RowFindings, rowPath } from './row-findings.ts'
import { tableColumns } from './table-columns.ts'
import { makeUser, type UserMaker, userMaker } from './user-maker.ts'
import type { World } from './world.ts'

/** Makes the users of one fleet. */
interface DeviceMaker {
  readonly username: TextTemplate
  readonly clientId: TextTemplate | undefined
  readonly rest: UserMaker
}

export interface ResolvedFleets {
  /** Sorted by name; fleets whose table could not be read are left out, as are rows that make no user. */
  readonly fleets: readonly Fleet[]
  /** Of each of them. */
  readonly reaches: readonly Reach[]
}

export function resolveFleets(world: World): ResolvedFleets {
  const fleets: Fleet[] = []
  const reaches: Reach[] = []
  for (const [name, spec] of sortedEntries(world.resolution.spec.fleets)) {
    const path = ['fleets', name]
    const rows = world.resolution.tables.get(name)
    const maker = deviceMaker(world, name, spec, path, rows)
    if (rows === undefined || maker === undefined) continue
    const users = sortedByName(unfold(world, name, rows, maker))
    fleets.push({ name, users, path })
    reaches.push({ roles: maker.rest.grants.roles, groups: maker.rest.groups, userCount: users.length })
  }
  return { fleets, reaches }
}

function deviceMaker(
  world: World,
  name: string,
  spec: SpecFleet,
  path: SpecPath,
  rows: readonly Row[] = [],
): DeviceMaker | undefined {
  const { report } = world.resolution
  const columns = tableColumns(rows)
  const scope: TemplateScope = { columns, variables: ['username', 'clientId'] }
  const username = parseTextTemplate(spec.username, [...path, 'username'], { columns, variables: [] }, report)
  const clientId =
    spec.clientId === undefined
      ? undefined
      : parseTextTemplate(spec.clientId, [...path, 'clientId'], { columns, variables: ['username'] }, report)
  const source = { kind: 'device', spec, path, scope, member: fleetMember(name), fleet: name } as const
  const rest = userMaker(world, source)
  if (username === undefined || rest === undefined) return undefined
  if (spec.clientId !== undefined && clientId === undefined) return undefined
  return { username, clientId, rest }
}

function unfold({ resolution }: World, fleet: string, rows: readonly Row[], maker: DeviceMaker): User[] {
  const findings = new RowFindings(resolution, fleet)
  const users: User[] = []
  let i = 0
  const report: Report = (code, finding) => findings.report(i, code, finding)
  for (; i < rows.length; i++) {
    const user = makeDevice(maker, rows[i] as Row, rowPath(fleet, i), report)
    if (user !== undefined) users.push(user)
  }
  findings.summarize()
  return users
}

function makeDevice(
  { username: usernameTemplate, clientId: clientIdTemplate, rest }: DeviceMaker,
  row: Row,
  path: SpecPath,
  report: Report,
): User | undefined {
  const username = identity('username', usernameTemplate, { row, report })
  if (username === undefined || isReserved(username, usernameTemplate, report)) return undefined
  if (clientIdTemplate === undefined)
    return makeUser(rest, { username, clientId: undefined, row, report }, path)
  const clientId = identity('client identifier', clientIdTemplate, { username, row, report })
  return clientId === undefined ? undefined : makeUser(rest, { username, clientId, row, report }, path)
}

function identity(
  what: string,
  template: TextTemplate,
  values: { readonly row: Row; readonly username?: string; readonly report: Report },
): string | undefined {
  const text = expandTemplate(template, values)
  const problem = text === undefined ? undefined : identityProblem(text)
  if (text === undefined || problem === undefined) return text
  const message = `the ${what} ${quoted(text)} ${problem}`
  values.report(invalidIdentity, { message, at: { path: template.path } })
  return undefined
}

function isReserved(username: string, { path }: TextTemplate, report: Report): boolean {
  if (username !== ANONYMOUS) return false
  const message = 'the username "anonymous" stands for clients without a username, so no device can have it'
  report(reservedName, { message, at: { path } })
  return true
}
