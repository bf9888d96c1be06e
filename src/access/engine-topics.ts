/** Topics on which Mosquitto lets nobody publish, whatever the rights say (`plugin_acl_check.c`). */

import { parseFilter } from '../topic/filter.ts'
import type { TopicSet, TopicSets } from '../topic/topic-set.ts'

/** What bridges say of themselves. */
const FREE = parseFilter('$SYS/broker/connection/+/state')

/** Those of the sets `among`, and all below `$SYS` and `$share`: it is the text of a topic that must not begin so. */
export function reservedTopics(sets: TopicSets, ...among: readonly TopicSet[]): TopicSet {
  const spoken = among.flatMap((set) => sets.firstLevels(set)).filter(beginsReserved)
  const levels = new Set(['$SYS', '$share', ...spoken])
  const filters = Array.from(levels, (level) => ({ text: `${level}/#`, levels: [level, '#'] }))
  return sets.difference(sets.unionOf(filters), sets.topicsOf(FREE))
}

/** What of the topics clients can publish on. */
export function withoutReserved(sets: TopicSets, topics: TopicSet): TopicSet {
  return sets.firstLevels(topics).some(beginsReserved)
    ? sets.difference(topics, reservedTopics(sets, topics))
    : topics
}

/** `$SYSTEM` does too. A name that begins with a wildcard is none of these. */
export function beginsReserved(text: string): boolean {
  return text.startsWith('$SYS') || text.startsWith('$share')
}
