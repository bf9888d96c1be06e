/** All grants of a user: its own, those of its roles, and those of its groups' roles. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import type { Fleet, User } from '../../spec/generated/spec.ts'
import { deepFreeze } from '../deep-freeze.ts'
import { lookUpAll } from '../name-table.ts'
import type { TemplateScope } from '../text-template.ts'
import type { Grant } from '../user.ts'
import { filterOfRow } from './column-filter.ts'
import { type ColumnGrant, resolveGrants } from './resolve-grants.ts'
import type { Group, Role } from './resolve-roles.ts'
import type { Subject } from './subject.ts'
import type { World } from './world.ts'

export interface GrantsMaker {
  /** The names of all roles that it draws from, directly or through a group. */
  readonly roles: readonly string[]
  readonly make: (subject: Subject) => readonly Grant[]
}

/** A grant of a row that cannot be made is reported and left out. */
export function grantsMaker(
  { resolution, rights }: World,
  spec: User | Fleet,
  path: SpecPath,
  scope: TemplateScope,
  groups: readonly Group[],
): GrantsMaker {
  const own = resolveGrants(spec, path, scope, resolution.report)
  const roles = lookUpAll(resolution, rights.roles, spec.roles ?? [], [...path, 'roles'])
  const throughGroups = grantsOfGroups(groups, new Set(roles))
  const fixed = deepFreeze([...own.fixed, ...roles.flatMap(({ grants }) => grants), ...throughGroups.grants])
  const names = [...roles, ...throughGroups.roles].map(({ name }) => name)
  return { roles: names, make: own.byRow.length === 0 ? () => fixed : listMaker(own.byRow, fixed) }
}

/** Rows with the same texts in the columns that matter share one list, unless something of theirs is reported. */
function listMaker(byRow: readonly ColumnGrant[], fixed: readonly Grant[]): GrantsMaker['make'] {
  const columns = columnsOf(byRow)
  const lists = new Map<string, readonly Grant[]>()
  return (subject) => {
    const key = rowKey(columns, subject)
    const known = lists.get(key)
    if (known !== undefined) return known
    const made = grantsOfRow(byRow, subject)
    const list = Object.freeze([...made, ...fixed])
    if (made.length === byRow.length) lists.set(key, list)
    return list
  }
}

/** Each once. */
function columnsOf(byRow: readonly ColumnGrant[]): readonly string[] {
  const parts = byRow.flatMap(({ filter }) => filter.template.parts)
  return [
    ...new Set(parts.flatMap((part) => (typeof part === 'object' && 'column' in part ? [part.column] : []))),
  ]
}

/** A cell that is missing says what an empty one says. */
function rowKey(columns: readonly string[], { row }: Subject): string {
  const texts = columns.map((column) => row?.[column] ?? '')
  return texts.length === 1 ? (texts[0] ?? '') : JSON.stringify(texts)
}

/** What groups add to the roles that a user has already. */
function grantsOfGroups(
  groups: readonly Group[],
  had: ReadonlySet<Role>,
): { roles: readonly Role[]; grants: readonly Grant[] } {
  const roles = new Set<Role>()
  const grants: Grant[] = []
  for (const group of groups) {
    for (const role of group.roles) {
      if (had.has(role) || roles.has(role)) continue
      roles.add(role)
      grants.push(...role.grants.map((grant) => ({ ...grant, via: `group:${group.name}` })))
    }
  }
  return { roles: [...roles], grants }
}

function grantsOfRow(byRow: readonly ColumnGrant[], subject: Subject): Grant[] {
  const grants: Grant[] = []
  for (const { rest, filter } of byRow) {
    const filled = filterOfRow(filter, subject)
    if (filled !== undefined) grants.push(Object.freeze({ ...rest, filter: filled }))
  }
  return grants
}
