/** One connection, as an emitted file is asked about it, and what such a file answers. */

import type { Rights } from '../access/rights.ts'
import type { TopicFilter } from '../topic/filter.ts'
import type { TopicSet, TopicSets } from '../topic/topic-set.ts'

/**
 * A client identifier: a text; any text with `+` or `#` in it; or any of several levels, which count in Mosquitto 2.0
 * because it puts them into patterns as they are.
 */
export type Identifier = { readonly text: string } | 'wildcard' | 'levels'

export interface Bearer {
  /** Under which the file has lines; `undefined` for clients without one. */
  readonly name: string | undefined
  /** The same as topics have it: a level may stand for the names of many. */
  readonly username: string | undefined
  readonly identifier: Identifier
  /** Puts the levels that stand for its names in their place; `undefined` where a filter matches nothing. */
  readonly inOwnForm: (filter: TopicFilter) => TopicFilter | undefined
  /** The same of the text of a filter, level for level. */
  readonly ownText: (text: string) => string
}

/** A file as it was read back. */
export interface EmittedFile {
  /** Levels that lines for everybody have. */
  readonly mentioned: readonly string[]
  /** As sets of this family. */
  readonly rightsIn: (sets: TopicSets) => EmittedRights
}

export interface EmittedRights {
  /** The levels of all lines that are asked, `%c` where the identifier goes. */
  readonly filtersFor: (bearer: Bearer) => readonly (readonly string[])[]
  /** False where no line is for the name: the file has the same to say to all such names. */
  readonly lists: (name: string) => boolean
  /** Equal for those who have the same lines, but for their names. */
  readonly keyOf: (bearer: Bearer) => string
  /** In the engine's own order of decisions. For identifiers of several levels at least what it allows. */
  readonly of: (bearer: Bearer) => Rights
  /**
   * What lines for everybody are about, under whatever client identifier: to keep somebody from it, a right there may be
   * given up that is of no use.
   */
  readonly sharedTopics: (bearer: Bearer) => TopicSet
  /** The line that decides, for people; `undefined` where none does. */
  readonly lineFor: (bearer: Bearer, action: keyof Rights, topic: string) => string | undefined
}
