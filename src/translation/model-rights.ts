/** What the access model says about a subject that connects with a client identifier. */

import { type Rights, rightsOf } from '../access/rights.ts'
import { parseFilter, type TopicFilter } from '../topic/filter.ts'
import type { TopicSets } from '../topic/topic-set.ts'
import type { Grant } from '../topology/user.ts'
import { FREE_IDENTIFIER, type ReadGrant, type Subject } from './subjects.ts'

/**
 * A level that stands for open identifiers; or what grants with one come to where the identifier is no level: nothing,
 * or at most what they give under any that is.
 */
export type IdentifierLevel = { readonly text: string } | 'nothing' | 'any'

export function modelRights(sets: TopicSets, { grants }: Subject, level: IdentifierLevel): Rights {
  const filters = new Map(grants.map(({ grant, filter }) => [grant, filter]))
  const rights = rightsOf(
    sets,
    grants.map(({ grant }) => grant),
    (grant) => underIdentifier(filters.get(grant), grant, level),
  )
  if (level !== 'any' || !grants.some(beginsWithIdentifier)) return rights
  // `+` leaves out what begins with `$`, as an identifier may.
  const dollar = sets.complement(sets.topicsOf(parseFilter('#')))
  return { publish: sets.union(rights.publish, dollar), subscribe: sets.union(rights.subscribe, dollar) }
}

function underIdentifier(
  filter: TopicFilter | undefined,
  { effect }: Grant,
  level: IdentifierLevel,
): TopicFilter | undefined {
  if (filter === undefined || !filter.levels.includes(FREE_IDENTIFIER)) return filter
  if (level === 'nothing' || (level === 'any' && effect === 'deny')) return undefined
  const text = level === 'any' ? '+' : level.text
  return { ...filter, levels: filter.levels.map((one) => (one === FREE_IDENTIFIER ? text : one)) }
}

function beginsWithIdentifier({ grant, filter }: ReadGrant): boolean {
  return grant.effect === 'allow' && filter.levels[0] === FREE_IDENTIFIER
}
