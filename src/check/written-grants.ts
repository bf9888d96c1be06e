/** The grants of a topology as they are written: each once, with all the lists of grants that it came into. */

import { withVariablesAsLevels } from '../access/variable-levels.ts'
import type { SpecPath } from '../diagnostics/diagnostic.ts'
import { quoted } from '../diagnostics/quoted.ts'
import type { TopicFilter } from '../topic/filter.ts'
import { remembered } from '../topology/remembered.ts'
import { gathered } from '../topology/stretches.ts'
import type { Topology } from '../topology/topology.ts'
import type { Grant, User } from '../topology/user.ts'

/** The grants that one user has, or that many share. */
export interface GrantList {
  readonly grants: readonly Grant[]
  readonly users: readonly User[]
}

export interface WrittenGrant {
  readonly grant: Grant
  /** The grant's filter with variables as levels. */
  readonly filter: TopicFilter
  /** The lists that hold it; never empty. */
  readonly lists: readonly GrantList[]
}

/** The lists of some users, each list with those who share it. */
export const grantListsOf = remembered((users: readonly User[]): readonly GrantList[] => {
  const lists = gathered(users, ({ grants }) => grants)
  return Array.from(lists, ([grants, users]) => ({ grants, users }))
})

export function grantLists({ users }: Topology): readonly GrantList[] {
  return grantListsOf(users)
}

/** In the order in which users first have them. Grants that follow from bridges are not written by anybody. */
export const writtenGrants = remembered((topology: Topology): readonly WrittenGrant[] => {
  // Grants of one line share its path, also those of the many rows of a table.
  const lines = new Map<SpecPath, Map<string, WrittenGrant & { readonly lists: GrantList[] }>>()
  for (const list of grantLists(topology)) {
    if (list.users.every(({ kind }) => kind === 'bridge')) continue
    for (const grant of list.grants) {
      const line = lines.get(grant.path) ?? new Map()
      lines.set(grant.path, line)
      const { text } = grant.filter
      const known = line.get(text)
      if (known === undefined) {
        line.set(text, { grant, filter: withVariablesAsLevels(grant.filter), lists: [list] })
      } else if (known.lists.at(-1) !== list) known.lists.push(list)
    }
  }
  return Array.from(lines.values()).flatMap((line) => [...line.values()])
})

/** `publish "a/#"`, `deny of subscribe "a/#"`. */
export function grantLabel({ effect, action, filter }: Grant): string {
  return `${effect === 'deny' ? 'deny of ' : ''}${action} ${quoted(filter.text)}`
}
