/** Users whose grants or brokers differ between two topologies, those that change alike together. */

import { sortedByName } from '../topology/sorted.ts'
import type { Topology } from '../topology/topology.ts'
import type { User } from '../topology/user.ts'
import { withoutUndefined } from '../topology/without-undefined.ts'
import type { ChangedUsers } from './access-change.ts'
import { ownFormKeys } from './own-form.ts'

interface Group extends ChangedUsers {
  readonly names: string[]
}

export function changedUsers(before: Topology, after: Topology): readonly ChangedUsers[] {
  const formOf = ownFormKeys()
  const shapeOf = (user: User | undefined) =>
    user === undefined ? 'nobody' : [formOf(user), ...user.at.map(({ name }) => name)].join('\n@')
  const groups = new Map<string, Group>()
  for (const { name, old, now } of userPairs(before, after)) {
    const [oldShape, newShape] = [shapeOf(old), shapeOf(now)]
    if (oldShape === newShape) continue
    const fleet = (now ?? old)?.fleet
    const key = [fleet ?? '', oldShape, newShape].join('\n--\n')
    const group = groups.get(key)
    if (group === undefined)
      groups.set(key, withoutUndefined<Group>({ before: old, after: now, fleet, names: [name] }))
    else group.names.push(name)
  }
  return [...groups.values()]
}

export interface Pair {
  readonly name: string
  readonly old: User | undefined
  readonly now: User | undefined
}

/** The users of both, in the order of names. */
export function userPairs({ users: before }: Topology, { users: after }: Topology): readonly Pair[] {
  const unseen = new Map(before.map((user) => [user.name, user]))
  const all: Pair[] = []
  for (const now of after) {
    all.push({ name: now.name, old: unseen.get(now.name), now })
    unseen.delete(now.name)
  }
  for (const old of unseen.values()) all.push({ name: old.name, old, now: undefined })
  return sortedByName(all)
}
