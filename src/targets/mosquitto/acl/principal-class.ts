/**
 * Everybody who may turn up on a broker, in classes of the same grants. A class of many stands under one made-up
 * name, so that a fleet costs as much as one device; a user whose name is also a level of some filter could be told
 * apart from the others, and is a class of its own.
 */

import { isLevel } from '../../../topic/filter.ts'
import { remembered } from '../../../topology/remembered.ts'
import type { Grant } from '../../../topology/user.ts'

/** One that may connect to a broker. */
export interface Principal {
  /** `undefined`: without a username. */
  readonly name: string | undefined
  /** Fixed client identifier, if any. */
  readonly clientId?: string | undefined
  /** Empty for those that are let in by a certificate of another broker's user. */
  readonly grants: readonly Grant[]
  /** Stands for usernames that nobody can list; no line can be written for them. */
  readonly isOpen?: boolean
}

export interface PrincipalClass {
  /** The username of a single member, a made-up one for many, `undefined` without a username. */
  readonly name: string | undefined
  readonly clientId: string | undefined
  readonly grants: readonly Grant[]
  /** Usernames; one empty name for those without. */
  readonly members: readonly string[]
  /** True when `name` stands for each member in turn. */
  readonly isMany: boolean
  /** The members cannot be listed. */
  readonly isOpen: boolean
}

export function classify(principals: readonly Principal[]): PrincipalClass[] {
  const literals = literalLevels(principals)
  const standIn = unusedName(literals)
  const many = new Map<string, { readonly of: Principal; readonly members: string[] }>()
  let latest: { readonly of: Principal; readonly members: string[] } | undefined
  const single: PrincipalClass[] = []
  for (const principal of principals) {
    const { name, clientId, grants, isOpen = false } = principal
    if (name === undefined || isOpen || isSpecial(principal, literals)) {
      const members = isOpen ? [] : [name ?? '']
      single.push({ name: isOpen ? standIn : name, clientId, grants, members, isMany: false, isOpen })
      continue
    }
    if (latest === undefined || !haveOneKey(latest.of, principal)) {
      const key = classKey(principal)
      latest = many.get(key) ?? { of: principal, members: [] }
      many.set(key, latest)
    }
    latest.members.push(name)
  }
  const classes = Array.from(many.values(), ({ of: { clientId, grants }, members }) => ({
    name: standIn,
    clientId: clientId === undefined ? undefined : standIn,
    grants,
    members,
    isMany: true,
    isOpen: false,
  }))
  return [...classes, ...single]
}

/** True for one that a made-up name cannot stand for. */
function isSpecial({ name = '', clientId, grants }: Principal, literals: ReadonlySet<string>): boolean {
  if (literals.has(name) || !isLevel(name) || name.startsWith('$')) return true
  // Patterns are refused to whoever has a wildcard in the client identifier.
  if (clientId !== undefined && !isLevel(clientId)) return true
  return clientId !== undefined && clientId !== name && usesClientId(grants)
}

/** True when some grant has `${clientId}`. */
export function usesClientId(grants: readonly Grant[]): boolean {
  return grants.some(({ filter }) =>
    filter.levels.some((level) => typeof level !== 'string' && level.variable === 'clientId'),
  )
}

/** Every literal level that some grant mentions. */
function literalLevels(principals: readonly Principal[]): ReadonlySet<string> {
  const levels = new Set<string>()
  for (const grants of new Set(principals.map((principal) => principal.grants))) {
    for (const { filter } of grants) {
      for (const level of filter.levels) if (typeof level === 'string') levels.add(level)
    }
  }
  return levels
}

function unusedName(literals: ReadonlySet<string>): string {
  for (let i = 0; ; i++) if (!literals.has(`name-${i}`)) return `name-${i}`
}

/** At once for devices of a fleet, which mostly share their grants. */
function haveOneKey(a: Principal, b: Principal): boolean {
  return a.grants === b.grants && (a.clientId === undefined) === (b.clientId === undefined)
}

function classKey({ clientId, grants }: Principal): string {
  return clientId === undefined ? grantsKey(grants) : fixedKey(grants)
}

/** Equal for lists that say the same. */
export const grantsKey = remembered((grants: readonly Grant[]) => {
  const lines = grants.map(({ effect, action, filter }) => `${effect} ${action} ${filter.text}`)
  return [...new Set(lines)].sort().join('\n')
})

/** The same for those whose client identifier is fixed. */
const fixedKey = remembered((grants: readonly Grant[]) =>
  usesClientId(grants) ? `fixed ${grantsKey(grants)}` : grantsKey(grants),
)
