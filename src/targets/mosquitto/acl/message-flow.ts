/**
 * Where messages can be on a broker at all. A right on topics where nobody else has the other one can never be used:
 * to receive what nobody may publish, to publish what nobody may receive. Such a right may be given up for a pattern.
 */

import { parseFilter, type TopicFilter } from '../../../topic/filter.ts'
import type { TopicSet, TopicSets } from '../../../topic/topic-set.ts'
import { unionAll } from '../../../topic/union-all.ts'
import { ACTIONS, type Action } from '../../../topology/user.ts'
import type { PerAction } from './acl-line.ts'
import type { PrincipalClass } from './principal-class.ts'
import type { WantedRights } from './wanted-rights.ts'

/** What the broker's own bridges bring in (`publish`) and carry away (`subscribe`); no ACL asks them. */
export type BridgedTopics = PerAction<readonly TopicFilter[]>

/** By action, the topics on which somebody may do it. */
export type MessageFlow = PerAction<TopicSet>

interface Party {
  readonly wanted: WantedRights
}

/** Each is made when it is first asked for, which only patterns do. */
export function messageFlow(sets: TopicSets, parties: readonly Party[], bridged: BridgedTopics): MessageFlow {
  const dollar = sets.difference(sets.all, sets.topicsOf(parseFilter('#'))) // the broker's own, such as $SYS
  const flow = (action: Action) => {
    const directions = parties.map(({ wanted }) => wanted[action])
    const simple = directions.filter(({ deny, byClientId }) => deny.length + byClientId.length === 0)
    const others = directions.filter(({ deny, byClientId }) => deny.length + byClientId.length > 0)
    const filters = [...bridged[action], ...simple.flatMap(({ allow }) => allow)]
    return unionAll(sets, [dollar, sets.unionOf(filters), ...others.map(({ reachable }) => reachable)])
  }
  const known: { -readonly [action in Action]?: TopicSet } = {}
  return {
    get publish() {
      known.publish ??= flow('publish')
      return known.publish
    },
    get subscribe() {
      known.subscribe ??= flow('subscribe')
      return known.subscribe
    },
  }
}

/** True when a principal's rights on `filter` are of no use, because no message can go where they apply. */
export function isUseless(
  sets: TopicSets,
  flow: MessageFlow,
  { name, isMany }: PrincipalClass,
  wanted: WantedRights,
  filter: TopicFilter,
): boolean {
  const topics = sets.topicsOf(filter)
  const meets = (a: TopicSet, b: TopicSet) => !sets.isEmpty(sets.intersection(a, b))
  // Among many, the others go by other names; the stand-in must not be taken for theirs.
  const seenByOthers = isMany && name !== undefined ? sets.topicsOf(renamed(filter, name)) : topics
  return ACTIONS.every((action) => {
    const opposite = action === 'publish' ? 'subscribe' : 'publish'
    if (!meets(topics, wanted[action].reachable)) return true
    return !meets(seenByOthers, flow[opposite]) && !meets(topics, wanted[opposite].reachable)
  })
}

function renamed({ levels }: TopicFilter, name: string): TopicFilter {
  const other = levels.map((level) => (level === name ? `${name}-other` : level))
  return parseFilter(other.join('/'))
}
