/** Who loses the connection when a broker takes up changed files. */

import type { Effect } from './effect.ts'
import type { FileChange } from './file-change.ts'

export interface CutOff {
  /** The broker restarts. */
  readonly everybody: boolean
  /** Usernames of those that a reload ends the connections of, sorted; `anonymous` for clients without one. */
  readonly users: readonly string[]
}

/**
 * At a reload Mosquitto asks every client's username and password again, and ends the connections of those that would
 * not come in any more (src/security_default.c:mosquitto_security_apply_default; tested). Who came in by certificate or
 * pre-shared key stays, revoked or not.
 */
export function cutOff(effect: Effect, files: readonly FileChange[]): CutOff {
  if (effect === 'restart') return { everybody: true, users: [] }
  if (effect !== 'reload') return { everybody: false, users: [] }
  const users = files.flatMap(({ details }) =>
    details.flatMap(({ at, item, before, after }) => {
      if (item === 'password' && before !== undefined) return [at.replace(/^user /, '')]
      const isClosed = /^(listener_)?allow_anonymous$/.test(item) && before === 'true' && after !== 'true'
      return isClosed ? ['anonymous'] : []
    }),
  )
  return { everybody: false, users: [...new Set(users)].sort() }
}
