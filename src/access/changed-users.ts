/** Users whose grants or brokers differ between two topologies, those that change alike together. */

import type { Topology } from '../topology/topology.ts'
import type { User } from '../topology/user.ts'
import { changedUserPairs } from '../topology/user-pairs.ts'
import { withoutUndefined } from '../topology/without-undefined.ts'
import type { ChangedUsers } from './access-change.ts'
import { ownFormKeys } from './own-form.ts'

interface Group extends ChangedUsers {
  readonly names: string[]
}

export function changedUsers(
  { users: before }: Topology,
  { users: after }: Topology,
): readonly ChangedUsers[] {
  const formOf = ownFormKeys()
  const shapeOf = (user: User | undefined) =>
    user === undefined ? 'nobody' : [formOf(user), ...user.at.map(({ name }) => name)].join('\n@')
  const groups = new Map<string, Group>()
  for (const { old, now } of changedUserPairs(before, after)) {
    const [oldShape, newShape] = [shapeOf(old), shapeOf(now)]
    if (oldShape === newShape) continue
    const { name, fleet } = now ?? old
    const key = [fleet ?? '', oldShape, newShape].join('\n--\n')
    const group = groups.get(key)
    if (group === undefined)
      groups.set(key, withoutUndefined<Group>({ before: old, after: now, fleet, names: [name] }))
    else group.names.push(name)
  }
  return [...groups.values()]
}
