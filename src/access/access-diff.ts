/**
 * What changes for whom between two topologies: the rights that users gain and lose on each broker, as exact sets of
 * topics. Users who change alike, such as the devices of a fleet, are one entry, and cost as much as one.
 */

import type { TopicFilter } from '../topic/filter.ts'
import type { TopicSet, TopicSets } from '../topic/topic-set.ts'
import { createTopicSets } from '../topic/topic-set.ts'
import { compareText } from '../topology/sorted.ts'
import type { Topology } from '../topology/topology.ts'
import type { Grant, User } from '../topology/user.ts'
import { type ChangedUsers, changedUsers } from './changed-users.ts'
import { asOf, ownFilter, withVariables } from './own-form.ts'
import { createRightsReader } from './rights.ts'

/** Plain data, for people by `access-diff-text.ts`. */
export interface AccessDiff {
  /** Gains before losses, the largest sets of topics first. */
  readonly changes: readonly AccessChange[]
  /** Users that only one of the topologies has; what they may do is among the changes. */
  readonly added: readonly UserGroup[]
  readonly removed: readonly UserGroup[]
}

/** Users who change in the same way: some that stand alone, or devices of one fleet. */
export interface UserGroup {
  readonly fleet?: string
  readonly count: number
  /** The first of them, by name. */
  readonly names: readonly string[]
}

export interface AccessChange {
  readonly effect: 'gain' | 'loss'
  readonly who: UserGroup
  readonly broker: string
  readonly action: Grant['action']
  /**
   * All topics, as filters with `${username}` and `${clientId}`, or with the names of the only user who is meant; absent
   * where no short list says them.
   */
  readonly filters?: readonly string[]
  /** Where `filters` is absent: filters of the grants that came or went, which all topics are among. */
  readonly within?: readonly string[]
  /** One of the topics, for the first of the users. */
  readonly witness: string
}

/** Longer lists say less than a witness. */
const MAX_FILTERS = 12
const MAX_NAMES = 5

export function accessDiff(before: Topology, after: Topology): AccessDiff {
  const changed = changedUsers(before, after)
  const sized = changed.flatMap((users) => sizedChanges(createTopicSets(), users))
  sized.sort((a, b) => compareChanges(a.change, b.change, b.size - a.size))
  const groups = (isGone: (users: ChangedUsers) => boolean) => changed.filter(isGone).map(groupOf)
  return {
    changes: sized.map(({ change }) => change),
    added: groups(({ before }) => before === undefined),
    removed: groups(({ after }) => after === undefined),
  }
}

interface SizedChange {
  readonly change: AccessChange
  readonly size: number
}

function sizedChanges(sets: TopicSets, users: ChangedUsers): SizedChange[] {
  const reader = createRightsReader(sets)
  const nothing = { publish: sets.empty, subscribe: sets.empty }
  const [old, now] = [users.before, users.after].map((user) => user && reader.inOwnForm(user))
  const brokers = new Set([...brokerNames(users.before), ...brokerNames(users.after)])
  return [...brokers].sort(compareText).flatMap((broker) => {
    const had = (brokerNames(users.before).includes(broker) && old) || nothing
    const has = (brokerNames(users.after).includes(broker) && now) || nothing
    return (['publish', 'subscribe'] as const).flatMap((action) => [
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
  const filters = sets.filtersOf(topics)
  const isShort = filters !== undefined && filters.length <= MAX_FILTERS
  const change: AccessChange = {
    ...what,
    who: groupOf(users),
    ...(isShort ? { filters: filters.map(inWordsOf(users)) } : grantsAround(sets, users, what, topics)),
    witness: asOf(speaker, witness),
  }
  return [{ change, size: sets.sizeOf(topics) }]
}

/** Filters with variables, which stand for names; where only one user is meant, with its own. */
function inWordsOf({ before, after, names }: ChangedUsers): (filter: string) => string {
  const only = names.length === 1 ? (after ?? before) : undefined
  return (filter) => {
    const text = withVariables(filter)
    if (only === undefined) return text
    const { name, clientId = '${clientId}' } = only
    return text.replaceAll('${username}', () => name).replaceAll('${clientId}', () => clientId)
  }
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

/** Gains first, then by size, then by names, so that nothing depends on the order of the spec. */
function compareChanges(a: AccessChange, b: AccessChange, bySize: number): number {
  return (
    compareText(a.effect, b.effect) ||
    bySize ||
    b.who.count - a.who.count ||
    compareText(a.who.names[0] ?? '', b.who.names[0] ?? '') ||
    compareText(a.broker, b.broker) ||
    compareText(a.action, b.action)
  )
}

function groupOf({ names, fleet }: ChangedUsers): UserGroup {
  return { ...(fleet === undefined ? {} : { fleet }), count: names.length, names: names.slice(0, MAX_NAMES) }
}

function brokerNames(user: User | undefined): readonly string[] {
  return user?.at.map(({ name }) => name) ?? []
}
