/** Users of a list that is sorted by name, as those of topologies and fleets are. */

import type { User } from './user.ts'

export function findUser(users: readonly User[], name: string): User | undefined {
  const user = users[placeOf(users, name)]
  return user?.name === name ? user : undefined
}

/** Where the user of the name is, or would be put. */
export function placeOf(users: readonly User[], name: string): number {
  let [low, high] = [0, users.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((users[middle] as User).name < name) low = middle + 1
    else high = middle
  }
  return low
}
