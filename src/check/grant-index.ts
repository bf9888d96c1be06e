/** Finds the grants of one list that have to do with a filter, without looking at all of a long list. */

import { withVariablesAsLevels } from '../access/variable-levels.ts'
import { overlaps, type TopicFilter } from '../topic/filter.ts'
import { createFilterIndex } from '../topic/filter-index.ts'
import type { FilterTemplate } from '../topic/filter-template.ts'
import type { Grant } from '../topology/user.ts'
import type { GrantList } from './written-grants.ts'

export interface IndexedGrant {
  readonly grant: Grant
  readonly filter: TopicFilter
}

/** The grants of one effect and action whose filter matches some topic that `filter` matches too. */
export type GrantsMeeting = (
  effect: Grant['effect'],
  action: Grant['action'],
  filter: TopicFilter,
) => readonly IndexedGrant[]

/** Below this a look at each is faster than an index, and a fleet may have a short list for each device. */
const SHORT_LIST = 32

function indexGrants(
  grants: readonly Grant[],
  filterOf: (template: FilterTemplate) => TopicFilter,
): GrantsMeeting {
  const all = grants.map((grant) => ({ grant, filter: filterOf(grant.filter) }))
  const meeting = all.length <= SHORT_LIST ? meetingInList(all) : meetingInIndex(all)
  return (effect, action, filter) =>
    meeting(filter).filter(({ grant }) => grant.effect === effect && grant.action === action)
}

export type IndexOf = (list: GrantList) => GrantsMeeting

/** Indexes each list of grants when it is first asked for. `filterOf` decides what a variable meets: only itself by default. */
export function indexPerList(filterOf = withVariablesAsLevels): IndexOf {
  const indexes = new Map<GrantList, GrantsMeeting>()
  return (list) => {
    const index = indexes.get(list) ?? indexGrants(list.grants, filterOf)
    indexes.set(list, index)
    return index
  }
}

type Meeting = (filter: TopicFilter) => readonly IndexedGrant[]

function meetingInList(all: readonly IndexedGrant[]): Meeting {
  return (filter) => all.filter((indexed) => overlaps(indexed.filter, filter))
}

function meetingInIndex(all: readonly IndexedGrant[]): Meeting {
  const index = createFilterIndex<IndexedGrant>()
  for (const indexed of all) index.add(indexed.filter, indexed)
  return (filter) => [...index.overlapping(filter)]
}
