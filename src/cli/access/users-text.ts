/** Names of users who are alike, few or many. */

import { quoted, quotedList } from '../../diagnostics/quoted.ts'
import type { User } from '../../topology/user.ts'
import { userLabel } from '../../topology/user-label.ts'

/** `user "alice"`, `users "alice" and "bob"`, `120 devices of fleet "presses", such as "0001"`. */
export function usersText(users: readonly [User, ...User[]]): string {
  const [first, ...others] = users
  if (others.length === 0) return userLabel(first)
  if (first.fleet !== undefined)
    return `${users.length} devices of fleet ${quoted(first.fleet)}, such as ${quoted(first.name)}`
  return `users ${quotedList(users.map(({ name }) => name))}`
}
