/** A spec as loaded: its value, what is wrong with it, and where each part of it is written. */

import type { Diagnostic, Locate, SpecPath } from '../diagnostics/diagnostic.ts'
import type { Spec } from './generated/spec.ts'
import type { Row } from './row.ts'

export interface SpecDocument {
  /** The root spec's path, as given. */
  readonly path: string
  /**
   * The largest part of the merged spec that has the right shape; absent when nothing usable is left. Includes
   * and the chosen environment are merged in. Paths of files are relative to the root spec's folder, and `include`
   * is gone. Objects have no prototype, so that looking up `constructor` finds nothing.
   */
  readonly value?: Spec
  /**
   * What was left out of `value` because it was wrong, in steps of the spec as written: a later stage should not
   * report a reference to such a thing as dangling. Steps into lists count the items that were left out too.
   */
  readonly pruned: readonly SpecPath[]
  /** What is wrong, in the order of the text: root spec first, then included files and tables. */
  readonly diagnostics: readonly Diagnostic[]
  /**
   * Finds values of `value` by their path. Rows of a table stand at `['fleets', NAME, 'forEach', 'rows', i]`, their
   * cells at `[..., column]`.
   */
  readonly locate: Locate
  /** The rows of each fleet in `value`, by the fleet's name; a fleet whose table cannot be read has none. */
  readonly tables: ReadonlyMap<string, readonly Row[]>
  /** Texts of authority certificates and bundle templates, by the path that `value` has for them. */
  readonly files: ReadonlyMap<string, string>
}
