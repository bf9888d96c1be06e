/** How reading a configuration gets at files: from the file system, or from memory. */

import type { Failure } from '../../diagnostics/failure.ts'

export interface ConfReader {
  /** The text of a file, or why there is none. Paths are as the configuration has them. */
  readonly read: (path: string) => string | Failure
  /** The names of all that a folder holds, in any order, or why there are none. */
  readonly list: (folder: string) => readonly string[] | Failure
}
