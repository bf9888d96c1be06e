/** Users whose messages take the same ways, in two topologies: together, they cost as much as one. */

import { isLevel } from '../topic/filter.ts'
import type { Topology } from '../topology/topology.ts'
import type { User } from '../topology/user.ts'
import { userPairs } from '../topology/user-pairs.ts'
import { withoutUndefined } from '../topology/without-undefined.ts'
import type { ChangedUsers } from './access-change.ts'
import { ownFormKeys } from './own-form.ts'
import type { Party } from './parties.ts'

/** Users who are alike before and alike after. */
export interface LikePair extends ChangedUsers {
  readonly old: Party | undefined
  readonly now: Party | undefined
}

interface Gathering {
  readonly old: User[]
  readonly now: User[]
  readonly names: string[]
}

/** Only routes tell names apart here; whoever one of them names stands alone. `chosen`: names; absent: everybody. */
export function likePairs(
  before: Topology,
  after: Topology,
  chosen: ReadonlySet<string> | undefined,
): readonly LikePair[] {
  const named = routeLevels(before, after)
  const formOf = ownFormKeys()
  const shapeOf = (user: User | undefined) =>
    user === undefined
      ? 'nobody'
      : [formOf(user), String(user.clientId === undefined), ...user.at.map(({ name }) => name)].join('\n@')
  const groups = new Map<string, Gathering>()
  for (const { old, now } of userPairs(before.users, after.users)) {
    const { name, kind, fleet = '' } = now ?? old
    if (kind === 'bridge' || chosen?.has(name) === false) continue
    const isAlone = [old, now].some((one) => one !== undefined && standsAlone(one, named))
    const key = isAlone ? `\0${name}` : [fleet, shapeOf(old), shapeOf(now)].join('\n--\n')
    const group = groups.get(key) ?? { old: [], now: [], names: [] }
    groups.set(key, group)
    group.names.push(name)
    if (old !== undefined) group.old.push(old)
    if (now !== undefined) group.now.push(now)
  }
  return Array.from(groups.values(), ({ old, now, names }) => {
    const [before, after] = [old[0], now[0]]
    const pair = {
      before,
      after,
      fleet: (after ?? before)?.fleet,
      names,
      old: partyOf(old),
      now: partyOf(now),
    }
    return withoutUndefined<LikePair>(pair)
  })
}

function partyOf([first, ...others]: readonly User[]): Party | undefined {
  return first === undefined ? undefined : { users: [first, ...others] }
}

function routeLevels(...topologies: readonly Topology[]): ReadonlySet<string> {
  const routes = topologies.flatMap(({ bridges }) => bridges.flatMap(({ routes }) => routes))
  return new Set(routes.flatMap(({ local, remote }) => [...local.levels, ...remote.levels]))
}

function standsAlone({ kind, name, clientId = name }: User, named: ReadonlySet<string>): boolean {
  return (
    kind === 'anonymous' ||
    [name, clientId].some((level) => !isLevel(level) || level.startsWith('$') || named.has(level))
  )
}
