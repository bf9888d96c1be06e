/** What a principal shall be allowed: its grants with the variables filled in, as filters and as exact sets. */

import type { TopicFilter } from '../../../topic/filter.ts'
import { instantiate, isGround } from '../../../topic/filter-template.ts'
import type { TopicSet, TopicSets } from '../../../topic/topic-set.ts'
import type { Grant } from '../../../topology/user.ts'
import type { Action, PerAction } from './acl-line.ts'

export interface WantedDirection {
  readonly allow: readonly TopicFilter[]
  readonly deny: readonly { readonly filter: TopicFilter; readonly grant: Grant }[]
  /** The allowed topics less the denied ones. */
  readonly topics: TopicSet
  /** Allows that hold for every client identifier only by a `pattern` line, since none is fixed. */
  readonly byClientId: readonly Grant[]
}

export type WantedRights = PerAction<WantedDirection>

/** `name` may be a stand-in for many usernames; a grant that cannot match under the name is left out. */
export function wantedRights(
  sets: TopicSets,
  grants: readonly Grant[],
  name: string | undefined,
  clientId: string | undefined,
): WantedRights {
  const direction = (action: Action): WantedDirection => {
    const bound = grants
      .filter((grant) => grant.action === action)
      .flatMap((grant) => {
        // A client without a username has the empty one, which is no level of a topic.
        const template = instantiate(grant.filter, { username: name ?? '', clientId })
        return template === undefined ? [] : [{ grant, template }]
      })
    const ground = bound.flatMap(({ grant, template }) =>
      isGround(template) ? [{ grant, filter: template }] : [],
    )
    const deny = ground.filter(({ grant }) => grant.effect === 'deny')
    const allow = ground.filter(({ grant }) => grant.effect === 'allow').map(({ filter }) => filter)
    const denied = sets.unionOf(deny.map(({ filter }) => filter))
    return {
      allow,
      deny,
      topics: sets.difference(sets.unionOf(allow), denied),
      byClientId: bound
        .filter(({ grant, template }) => grant.effect === 'allow' && !isGround(template))
        .map(({ grant }) => grant),
    }
  }
  return { publish: direction('publish'), subscribe: direction('subscribe') }
}
