/** Topics on which Mosquitto lets nobody publish, whatever the rights say (`plugin_acl_check.c`). */

import { parseFilter } from '../topic/filter.ts'
import type { TopicSet, TopicSets } from '../topic/topic-set.ts'

const RESERVED = ['$SYS/#', '$share/#']
/** What bridges say of themselves. */
const FREE = '$SYS/broker/connection/+/state'

export function reservedTopics(sets: TopicSets): TopicSet {
  return sets.difference(sets.unionOf(RESERVED.map(parseFilter)), sets.topicsOf(parseFilter(FREE)))
}
