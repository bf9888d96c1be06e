/** Usernames are unique in a topology. */

import type { Place } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { compareText } from '../../files/compare-text.ts'
import type { Bridge } from '../bridge.ts'
import { duplicateUsername, reservedName } from '../codes/reference-codes.ts'
import type { Resolution } from '../resolution.ts'
import { areSortedByName, sortedByName } from '../sorted.ts'
import type { Fleet, User } from '../user.ts'
import { RowFindings } from './row-findings.ts'

interface UniqueUsers {
  /** Everybody, sorted by name. */
  readonly users: readonly User[]
  readonly fleets: readonly Fleet[]
}

/** Reports all but the first of the users of one name, and leaves them out. Bridges come before everybody else. */
export function uniqueUsers(
  resolution: Resolution,
  users: readonly User[],
  bridges: readonly Bridge[],
  fleets: readonly Fleet[],
): UniqueUsers {
  const bridgeUsers = bridges.map(({ user }) => user).filter(({ kind }) => kind === 'bridge')
  const groups = [bridgeUsers, users, ...fleets.map((fleet) => fleet.users)]
  const joined = ([] as readonly User[]).concat(...inOrder(groups))
  const everybody = areSortedByName(joined) ? joined : sortedByName(joined)
  if (everybody === joined || areSortedByName(everybody)) return { users: everybody, fleets }
  const first = new Map<string, User>()
  const findings = new Map<string, RowFindings>()
  for (const group of groups) {
    for (const user of group) {
      const other = first.get(user.name)
      if (other === undefined) first.set(user.name, user)
      else reportTwin(resolution, user, other, findings)
    }
  }
  for (const ofFleet of findings.values()) ofFleet.summarize()
  const withoutTwins = ({ name, users, path }: Fleet): Fleet => ({
    name,
    users: findings.has(name) ? users.filter((user) => first.get(user.name) === user) : users,
    path,
  })
  return { users: sortedByName(first.values()), fleets: fleets.map(withoutTwins) }
}

/** By the first name of each: fleets whose names do not interleave need no more sorting. */
function inOrder(groups: readonly (readonly User[])[]): readonly (readonly User[])[] {
  return groups.toSorted((a, b) => compareText(a[0]?.name ?? '', b[0]?.name ?? ''))
}

function reportTwin(
  resolution: Resolution,
  user: User,
  other: User,
  findings: Map<string, RowFindings>,
): void {
  const [code, message, explanation] =
    other.kind === 'bridge'
      ? ([
          reservedName,
          `the username ${quoted(user.name)} belongs to a bridge`,
          'the bridge is here',
        ] as const)
      : ([duplicateUsername, `there are two users ${quoted(user.name)}`, 'the other one is here'] as const)
  const related = [{ at: placeOf(other), message: explanation }]
  const { fleet, path } = user
  const row = path.at(-1)
  if (fleet === undefined || typeof row !== 'number') {
    resolution.report(code, { message, at: placeOf(user), related })
    return
  }
  const ofFleet = findings.get(fleet) ?? new RowFindings(resolution, fleet)
  findings.set(fleet, ofFleet)
  ofFleet.report(row, code, { message, at: { path: ['fleets', fleet, 'username'] }, related })
}

function placeOf({ kind, path }: User): Place {
  return kind === 'device' ? { path } : { path, on: 'key' }
}
