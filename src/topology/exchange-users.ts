/** A sorted list of users in which a few are exchanged, so that nobody has to sort the others again. */

import { placeOf } from './find-user.ts'
import { sortedByName } from './sorted.ts'
import type { User } from './user.ts'

/**
 * By name, as `users` are; `undefined` where two would have the same one.
 *
 * @param out are in the list
 * @param put are not
 */
export function exchangeUsers(
  users: readonly User[],
  out: readonly User[],
  put: readonly User[],
): readonly User[] | undefined {
  const all: User[] = []
  let next = 0
  const copyTo = (end: number) => {
    for (; next < end; next++) all.push(users[next] as User)
  }
  for (const user of sortedByName([...out, ...put])) {
    const at = placeOf(users, user.name)
    copyTo(at)
    if (users[at] === user) next = at + 1
    else if (all.at(-1)?.name === user.name || users[next]?.name === user.name) return undefined
    else all.push(user)
  }
  copyTo(users.length)
  return Object.freeze(all)
}
