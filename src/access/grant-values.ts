/** What the variables of a user's grants stand for. */

import type { VariableName } from '../topic/filter-template.ts'
import type { User } from '../topology/user.ts'

export type GrantValues = { readonly [name in VariableName]?: string }

/**
 * The values of `${username}` and `${clientId}` for one connection of a user; a client identifier that is not
 * known stays open. A client without a username has the empty one, which is no level: grants with `${username}`
 * give `anonymous` nothing.
 */
export function grantValues({ kind, name, clientId: fixed }: User, clientId?: string): GrantValues {
  const known = fixed ?? clientId
  return { username: kind === 'anonymous' ? '' : name, ...(known === undefined ? {} : { clientId: known }) }
}
