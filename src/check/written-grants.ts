/** The grants of a topology as they are written: each once, with all the lists of grants that it came into. */

import { withVariablesAsLevels } from '../access/variable-levels.ts'
import type { TopicFilter } from '../topic/filter.ts'
import { quoted } from '../topology/quoted.ts'
import type { Grant, User } from '../topology/user.ts'
import { perTopology } from './per-topology.ts'

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

export const grantLists = perTopology(({ users }): readonly GrantList[] => {
  const lists = new Map<readonly Grant[], User[]>()
  for (const user of users) {
    const sharers = lists.get(user.grants)
    if (sharers === undefined) lists.set(user.grants, [user])
    else sharers.push(user)
  }
  return Array.from(lists, ([grants, users]) => ({ grants, users }))
})

/** In the order in which users first have them. Grants that follow from bridges are not written by anybody. */
export const writtenGrants = perTopology((topology): readonly WrittenGrant[] => {
  const written = new Map<string, WrittenGrant & { readonly lists: GrantList[] }>()
  for (const list of grantLists(topology)) {
    if (list.users.every(({ kind }) => kind === 'bridge')) continue
    for (const grant of list.grants) {
      const key = grantKey(grant)
      const known = written.get(key)
      if (known === undefined)
        written.set(key, { grant, filter: withVariablesAsLevels(grant.filter), lists: [list] })
      else if (known.lists.at(-1) !== list) known.lists.push(list)
    }
  }
  return [...written.values()]
})

/** Two grants with the same key are one line of the spec (and, in a fleet, of one row of its table). */
export function grantKey({ effect, action, filter, path }: Grant): string {
  return [effect, action, filter.text, ...path].join('\0')
}

/** `publish "a/#"`, `deny of subscribe "a/#"`. */
export function grantLabel({ effect, action, filter }: Grant): string {
  return `${effect === 'deny' ? 'deny of ' : ''}${action} ${quoted(filter.text)}`
}
