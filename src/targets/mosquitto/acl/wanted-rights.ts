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
    new BoundGrants(
      sets,
      bound.filter(({ grant }) => grant.action === action),
    )
  return { publish: direction('publish'), subscribe: direction('subscribe') }
}

/** Its sets are made when they are asked for: of most who are written out, nobody asks. */
class BoundGrants implements WantedDirection {
  readonly allow: WantedDirection['allow']
  readonly deny: WantedDirection['deny']
  readonly byClientId: WantedDirection['byClientId']
  readonly #sets: TopicSets
  #topics: TopicSet | undefined
  #reachable: TopicSet | undefined

  constructor(sets: TopicSets, bound: readonly OpenGrant[]) {
    const ground = bound.flatMap(({ grant, template }) =>
      isGround(template) ? [{ grant, filter: template }] : [],
    )
    this.#sets = sets
    this.deny = ground.filter(({ grant }) => grant.effect === 'deny')
    this.allow = ground.filter(({ grant }) => grant.effect === 'allow').map(({ filter }) => filter)
    this.byClientId = bound.filter(({ grant, template }) => grant.effect === 'allow' && !isGround(template))
  }

  get topics(): TopicSet {
    this.#topics ??= this.#lessDenied(this.#sets.unionOf(this.allow))
    return this.#topics
  }

  get reachable(): TopicSet {
    this.#reachable ??= this.byClientId.length === 0 ? this.topics : this.#lessDenied(this.#everything())
    return this.#reachable
  }

  #everything(): TopicSet {
    const sets = this.#sets
    const open = this.byClientId.map(({ template }) => topicsUnderAny(sets, template))
    return open.reduce((sum, topics) => sets.union(sum, topics), sets.unionOf(this.allow))
  }

  #lessDenied(topics: TopicSet): TopicSet {
    if (this.deny.length === 0) return topics
    return this.#sets.difference(topics, this.#sets.unionOf(this.deny.map(({ filter }) => filter)))
  }
}
