/** What the store needs of a sorted key-value database; tests put one in between that fails. */

import type { Change } from './notes.ts'
import type { KeyRange } from './row-key.ts'

export interface Row {
  readonly key: string
  readonly value: Uint8Array
}

export interface Database {
  /** All of it or, when it rejects, perhaps nothing; then the database has to be opened anew before it is written again. */
  write(changes: Iterable<Change>): Promise<void>
  /** In the order of the keys. */
  rows(range: KeyRange): AsyncIterable<Row>
  /** Not at once: the end of the process may leave a part. */
  removeRange(range: KeyRange): Promise<void>
  /** Waits for what is under way. */
  close(): Promise<void>
}
