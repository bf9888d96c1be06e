/** The union of many sets. */

import type { TopicSet, TopicSets } from './topic-set.ts'

/** Two by two, so that many small sets do not each meet the growing large one. */
export function unionAll(sets: TopicSets, parts: readonly TopicSet[]): TopicSet {
  let left = parts
  while (left.length > 1) {
    const all = left
    left = all.flatMap((a, i) => (i % 2 === 1 ? [] : [sets.union(a, all[i + 1] ?? sets.empty)]))
  }
  return left[0] ?? sets.empty
}
