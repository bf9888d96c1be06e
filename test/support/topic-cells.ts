/** Splits all topics into those that nothing tells apart, so that one topic of each stands for all. */

import type { TopicSet, TopicSets } from '../../src/topic/topic-set.ts'

/** The parts of `all` that each of the sets holds as a whole or not at all; none is empty. */
export function cellsOf(sets: TopicSets, all: TopicSet, by: Iterable<TopicSet>): readonly TopicSet[] {
  let cells = [all]
  for (const set of new Set(by)) {
    cells = cells.flatMap((cell) =>
      [sets.intersection(cell, set), sets.difference(cell, set)].filter((part) => !sets.isEmpty(part)),
    )
  }
  return cells
}
