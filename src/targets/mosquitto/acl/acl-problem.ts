/** What an ACL file cannot say, or only at a price. */

import type { Grant } from '../../../topology/user.ts'
import type { PatternObstacle } from './compensation.ts'
import type { DenyConflict } from './own-lines.ts'

/** It has a wildcard; or it begins with `$`, and the pattern with it, which 2.1 takes for none of `$` topics. */
export type NameProblem = 'wildcard' | 'dollar'

export type AclProblem =
  | { readonly kind: 'deny'; readonly conflict: DenyConflict }
  /** A grant with `${clientId}` would give somebody more than is wanted. */
  | { readonly kind: 'client-id'; readonly grant: Grant; readonly obstacle: PatternObstacle }
  /** A grant with `${clientId}` has the text `%u` or `%c`, which would be read as a variable. */
  | { readonly kind: 'client-id-text'; readonly grant: Grant }
  /** A grant with `${clientId}` of a user for whose name Mosquitto takes no such pattern. */
  | {
      readonly kind: 'client-id-name'
      readonly grant: Grant
      readonly name: string
      readonly why: NameProblem
    }
  /** Not wrong, but slow: a large class that had to be written out, for its neighbour's sake. */
  | {
      readonly kind: 'written-out'
      readonly members: readonly string[]
      readonly because: { readonly obstacle: PatternObstacle }
    }
