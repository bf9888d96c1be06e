/** What an ACL file cannot say, or only at a price. */

import type { Grant } from '../../../topology/user.ts'
import type { PatternObstacle } from './compensation.ts'
import type { DenyConflict } from './own-lines.ts'

export type AclProblem =
  | { readonly kind: 'deny'; readonly conflict: DenyConflict }
  /** A grant with `${clientId}` would give somebody more than is wanted. */
  | { readonly kind: 'client-id'; readonly grant: Grant; readonly obstacle: PatternObstacle }
  /** A grant with `${clientId}` has the text `%u` or `%c`, which would be read as a variable. */
  | { readonly kind: 'client-id-text'; readonly grant: Grant }
  /** A grant with `${clientId}` of a user to whom Mosquitto refuses all patterns, for a wildcard in the name. */
  | { readonly kind: 'client-id-name'; readonly grant: Grant; readonly name: string }
  /** Not wrong, but slow: a large class that had to be written out, for its neighbour or for a line without a name. */
  | {
      readonly kind: 'written-out'
      readonly members: readonly string[]
      readonly because: { readonly obstacle: PatternObstacle } | { readonly namelessFilter: string }
    }
