/**
 * Exact sets of topic names, closed under all set operations and under prefixes, with equality by identity.
 *
 * A set is a decision diagram over levels. A node says whether the name may end there, where each level that it
 * mentions leads, and where all other levels lead: those that start with `$` apart from the rest, since `+` and `#`
 * tell them apart in the first level, and a prefix moves that difference to deeper levels. What `#` allows is one
 * leaf, "everything"; the other leaf is "nothing". Each filter is such a diagram, and so is all that set operations
 * make of diagrams. It holds that
 * - equal sets are the same object: every node is made once, and in one form (see `level-node.ts`);
 * - a set holds topic names only: neither the empty sequence of levels nor the empty name (see `names-in.ts`);
 * - nothing is recursive, so that names may have tens of thousands of levels.
 *
 * Names may be of any length here. Many filters with `+` and literals in different levels can make a large diagram:
 * whether filters cover another one together is an NP-hard question, which practice keeps small.
 */

import { combine, difference, intersection, type Keeps, union } from './combine.ts'
import type { TopicFilter } from './filter.ts'
import { filtersOf } from './filters-of.ts'
import { createLevelNodes, type LevelNode, type LevelNodes } from './level-node.ts'
import { namesIn, type TopicSet } from './names-in.ts'
import { withoutPrefix, withPrefix } from './prefix.ts'
import { rename } from './rename.ts'
import { sizeOf } from './size-of.ts'
import { unionOf } from './union-of.ts'
import { shortestMember } from './witness.ts'

export type { TopicSet } from './names-in.ts'

/**
 * A family of topic sets. It keeps all its sets until it is dropped itself, so make one for each piece of work. Its
 * methods throw a RangeError when they are given a set of another family.
 */
export interface TopicSets {
  readonly empty: TopicSet
  /** All topic names, those that start with `$` included. */
  readonly all: TopicSet
  topicsOf(filter: TopicFilter): TopicSet
  /** As `topicsOf` and `union`, in about linear time for any number of filters. */
  unionOf(filters: Iterable<TopicFilter>): TopicSet
  union(a: TopicSet, b: TopicSet): TopicSet
  intersection(a: TopicSet, b: TopicSet): TopicSet
  /** What is in `a` and not in `b`. */
  difference(a: TopicSet, b: TopicSet): TopicSet
  complement(set: TopicSet): TopicSet
  /** True when all of `inner` is in `outer`. */
  includes(outer: TopicSet, inner: TopicSet): boolean
  isEmpty(set: TopicSet): boolean
  /** True when the valid topic name `name` is in the set. */
  contains(set: TopicSet, name: string): boolean
  /**
   * The simplest name in the set, `undefined` if it is empty: as few levels as possible, with levels that the set
   * mentions rather than invented ones such as `x`.
   */
  witness(set: TopicSet): string | undefined
  /** The fewest filters that together match exactly the set; `undefined` where no filters do, as for `+` less `a`. */
  filtersOf(set: TopicSet): string[] | undefined
  /** The levels that it tells apart among those with which names of the set begin. */
  firstLevels(set: TopicSet): readonly string[]
  /** How large the set is, as a number to sort by: see `size-of.ts`. */
  sizeOf(set: TopicSet): number
  /** All `prefix/name` for names of the set; `levels` are the levels of the prefix. */
  withPrefix(levels: readonly string[], set: TopicSet): TopicSet
  /** All names for which `prefix/name` is in the set. */
  withoutPrefix(levels: readonly string[], set: TopicSet): TopicSet
  /** The names of the set that `source` matches, as `target`, a filter with the same wildcards, names them. */
  renamed(set: TopicSet, source: TopicFilter, target: TopicFilter): TopicSet
}

export function createTopicSets(): TopicSets {
  const nodes = createLevelNodes()
  const empty = namesIn(nodes, nodes.none)
  const all = namesIn(nodes, nodes.all)
  const own = (set: TopicSet) => checkOwner(nodes, set)
  const applied = (keeps: Keeps, a: TopicSet, b: TopicSet) =>
    combine(nodes, keeps, own(a), own(b)) as TopicSet
  return {
    empty,
    all,
    topicsOf: (filter) => unionOf(nodes, [filter]),
    unionOf: (filters) => unionOf(nodes, filters),
    union: (a, b) => applied(union, a, b),
    intersection: (a, b) => applied(intersection, a, b),
    difference: (a, b) => applied(difference, a, b),
    complement: (set) => applied(difference, all, set),
    includes: (outer, inner) => applied(difference, inner, outer) === empty,
    isEmpty: (set) => own(set) === empty,
    contains: (set, name) => contains(own(set), name),
    witness: (set) => shortestMember(own(set))?.join('/'),
    firstLevels: (set) => [...own(set).literals.keys()],
    sizeOf: (set) => sizeOf(own(set)),
    filtersOf: (set) => filtersOf(nodes, own(set)),
    withPrefix: (levels, set) => withPrefix(nodes, levels, own(set)),
    withoutPrefix: (levels, set) => withoutPrefix(nodes, levels, own(set)),
    renamed: (set, source, target) =>
      rename(nodes, applied(intersection, set, unionOf(nodes, [source])), source, target),
  }
}

function contains(set: TopicSet, name: string): boolean {
  return name.split('/').reduce<LevelNode>((node, level) => node.after(level), set).end
}

/** The ids of another family's nodes mean other nodes here, which would make wrong sets without a sign. */
function checkOwner(nodes: LevelNodes, set: TopicSet): TopicSet {
  if (!nodes.owns(set)) throw new RangeError('a topic set was given to a family that it does not belong to')
  return set
}
