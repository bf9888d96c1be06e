/**
 * What changes for whom between two topologies: the rights that users gain and lose on each broker, and what bridges
 * bring of their messages to others, as exact sets of topics. Users who change alike, such as the devices of a fleet,
 * are one entry, and cost as much as one.
 */

import { compareText } from '../files/compare-text.ts'
import type { TopicFilter } from '../topic/filter.ts'
import { createTopicSets, type TopicSet, type TopicSets } from '../topic/topic-set.ts'
import type { Topology } from '../topology/topology.ts'
import type { Grant, User } from '../topology/user.ts'
import { ACTIONS } from '../topology/user.ts'
import {
  type AccessChange,
  type ChangedUsers,
  compareChanges,
  groupOf,
  inWordsOf,
  MAX_FILTERS,
  type SizedChange,
  shortFilters,
  type UserGroup,
} from './access-change.ts'
import { arrivalChanges } from './arrival-changes.ts'
import { changedUsers } from './changed-users.ts'
import { asOf, ownFilter } from './own-form.ts'
import { createRightsReader } from './rights.ts'

/** Plain data, for people by `access-diff-text.ts`. */
export interface AccessDiff {
  /** Gains before losses, the largest sets of topics first. */
  readonly changes: readonly AccessChange[]
  /** Users that only one of the topologies has; what they may do is among the changes. */
  readonly added: readonly UserGroup[]
  readonly removed: readonly UserGroup[]
}

export function accessDiff(before: Topology, after: Topology): AccessDiff {
  const changed = changedUsers(before, after)
  const sized = [
    ...changed.flatMap((users) => sizedChanges(createTopicSets(), users)),
    ...arrivalChanges(before, after, changed),
  ].sort(compareChanges)
  const groups = (isGone: (users: ChangedUsers) => boolean) => changed.filter(isGone).map(groupOf)
  return {
    changes: sized.map(({ change }) => change),
    added: groups(({ before }) => before === undefined),
    removed: groups(({ after }) => after === undefined),
  }
}

function sizedChanges(sets: TopicSets, users: ChangedUsers): SizedChange[] {
  const reader = createRightsReader(sets)
  const nothing = { publish: sets.empty, subscribe: sets.empty }
  const [old, now] = [users.before, users.after].map((user) => user && reader.inOwnForm(user))
  const brokers = new Set([...brokerNames(users.before), ...brokerNames(users.after)])
  return [...brokers].sort(compareText).flatMap((broker) => {
    const had = (brokerNames(users.before).includes(broker) && old) || nothing
    const has = (brokerNames(users.after).includes(broker) && now) || nothing
    return ACTIONS.flatMap((action) => [
      ...sizedChange(
        sets,
        users,
        { effect: 'gain', broker, action },
        sets.difference(has[action], had[action]),
      ),
      ...sizedChange(
        sets,
        users,
        { effect: 'loss', broker, action },
        sets.difference(had[action], has[action]),
      ),
    ])
  })
}

function sizedChange(
  sets: TopicSets,
  users: ChangedUsers,
  what: Pick<AccessChange, 'effect' | 'broker' | 'action'>,
  topics: TopicSet,
): SizedChange[] {
  const witness = sets.witness(topics)
  const speaker = users.after ?? users.before
  if (witness === undefined || speaker === undefined) return []
  const filters = shortFilters(sets, users, topics)
  const change: AccessChange = {
    ...what,
    who: groupOf(users),
    ...(filters === undefined ? grantsAround(sets, users, what, topics) : { filters }),
    witness: asOf(speaker, witness),
  }
  return [{ change, size: sets.sizeOf(topics) }]
}

/** The grants that only one side has, where they say where all of the topics are. */
function grantsAround(
  sets: TopicSets,
  users: ChangedUsers,
  { effect, action }: Pick<AccessChange, 'effect' | 'action'>,
  topics: TopicSet,
): Pick<AccessChange, 'within'> {
  const { before, after } = users
  const [side, other] = effect === 'gain' ? [after, before] : [before, after]
  const known = new Set(allowed(other, action).map(({ text }) => text))
  const changed = allowed(side, action).filter(({ text }) => !known.has(text))
  const isAround = sets.witness(sets.difference(topics, sets.unionOf(changed))) === undefined
  const within = [...new Set(changed.map(({ text }) => text))].map(inWordsOf(users)).sort(compareText)
  return isAround && within.length <= MAX_FILTERS ? { within } : {}
}

function allowed(user: User | undefined, action: Grant['action']): readonly TopicFilter[] {
  if (user === undefined) return []
  return user.grants.flatMap((grant) =>
    grant.effect === 'allow' && grant.action === action ? (ownFilter(grant, user) ?? []) : [],
  )
}

function brokerNames(user: User | undefined): readonly string[] {
  return user?.at.map(({ name }) => name) ?? []
}
