/** What a principal shall be allowed: its grants with the variables filled in, as filters and as exact sets. */

import type { TopicFilter } from '../../../topic/filter.ts'
import { type FilterTemplate, instantiate, isGround } from '../../../topic/filter-template.ts'
import type { TopicSet, TopicSets } from '../../../topic/topic-set.ts'
import type { Action, Grant } from '../../../topology/user.ts'
import type { PerAction } from './acl-line.ts'
import { topicsUnderAny } from './any-level.ts'

/** A grant with `${clientId}` of a client that chooses its identifier; `template` has no other variable left. */
export interface OpenGrant {
  readonly grant: Grant
  readonly template: FilterTemplate
}

export interface WantedDirection {
  readonly allow: readonly TopicFilter[]
  readonly deny: readonly { readonly filter: TopicFilter; readonly grant: Grant }[]
  /** Allows that only `pattern` lines can say. */
  readonly byClientId: readonly OpenGrant[]
  /** What is allowed whatever the client identifier: the allowed topics less the denied ones. */
  readonly topics: TopicSet
  /** What is allowed under some client identifier; includes {@link topics}. */
  readonly reachable: TopicSet
}

export type WantedRights = PerAction<WantedDirection>

/** `name` may be a stand-in for many usernames; a grant that cannot match under the name is left out. */
export function wantedRights(
  sets: TopicSets,
  grants: readonly Grant[],
  name: string | undefined,
  clientId: string | undefined,
): WantedRights {
  const bound = grants.flatMap((grant): OpenGrant[] => {
    // A client without a username has the empty one, which is no level of a topic.
    const template = instantiate(grant.filter, { username: name ?? '', clientId })
    return template === undefined ? [] : [{ grant, template }]
  })
  const direction = (action: Action) =>
    wantedDirection(
      sets,
      bound.filter(({ grant }) => grant.action === action),
    )
  return { publish: direction('publish'), subscribe: direction('subscribe') }
}

function wantedDirection(sets: TopicSets, bound: readonly OpenGrant[]): WantedDirection {
  const ground = bound.flatMap(({ grant, template }) =>
    isGround(template) ? [{ grant, filter: template }] : [],
  )
  const deny = ground.filter(({ grant }) => grant.effect === 'deny')
  const allow = ground.filter(({ grant }) => grant.effect === 'allow').map(({ filter }) => filter)
  const byClientId = bound.filter(({ grant, template }) => grant.effect === 'allow' && !isGround(template))
  const denied = sets.unionOf(deny.map(({ filter }) => filter))
  const allowed = sets.unionOf(allow)
  const open = byClientId.map(({ template }) => topicsUnderAny(sets, template))
  const everything = open.reduce((sum, topics) => sets.union(sum, topics), allowed)
  return {
    ...{ allow, deny, byClientId },
    topics: sets.difference(allowed, denied),
    reachable: sets.difference(everything, denied),
  }
}
