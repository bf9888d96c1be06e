/** One change of what users may do, as plain data, and how a set of topics becomes one. */

import { compareText } from '../files/compare-text.ts'
import type { TopicSet, TopicSets } from '../topic/topic-set.ts'
import type { Grant, User } from '../topology/user.ts'
import { withVariables } from './own-form.ts'

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
  /** Messages that the users publish on another broker, and that these bridges bring to this one. */
  readonly over?: readonly string[]
  /**
   * All topics, as filters with `${username}` and `${clientId}`, or with the names of the only user who is meant; absent
   * where no short list says them.
   */
  readonly filters?: readonly string[]
  /** Where `filters` is absent: filters of the grants that came or went, which all topics are among. */
  readonly within?: readonly string[]
  /** One of the topics, for the first of the users. */
  readonly witness: string
  /** Where bridges bring it: the witness as the first of the users publishes it. */
  readonly sentAs?: string
}

export interface SizedChange {
  readonly change: AccessChange
  readonly size: number
}

/** Users who change alike; `before` and `after` are the first of them, absent where they did not exist. */
export interface ChangedUsers {
  readonly before?: User
  readonly after?: User
  readonly fleet?: string
  /** Sorted. */
  readonly names: readonly string[]
}

/** Longer lists say less than a witness. */
export const MAX_FILTERS = 12
const MAX_NAMES = 5

export function groupOf({ names, fleet }: Pick<ChangedUsers, 'names' | 'fleet'>): UserGroup {
  return { ...(fleet === undefined ? {} : { fleet }), count: names.length, names: names.slice(0, MAX_NAMES) }
}

/** The filters of a set of topics in own form, where there are few. */
export function shortFilters(
  sets: TopicSets,
  users: ChangedUsers,
  topics: TopicSet,
): readonly string[] | undefined {
  const filters = sets.filtersOf(topics)
  return filters !== undefined && filters.length <= MAX_FILTERS ? filters.map(inWordsOf(users)) : undefined
}

/** Filters with variables, which stand for names; where only one user is meant, with its own. */
export function inWordsOf({ before, after, names }: ChangedUsers): (filter: string) => string {
  const only = names.length === 1 ? (after ?? before) : undefined
  return (filter) => {
    const text = withVariables(filter)
    if (only === undefined) return text
    const { name, clientId = '${clientId}' } = only
    return text.replaceAll('${username}', () => name).replaceAll('${clientId}', () => clientId)
  }
}

/** Gains first, then by size, then by names, so that nothing depends on the order of the spec. */
export function compareChanges(
  { change: a, size }: SizedChange,
  { change: b, size: other }: SizedChange,
): number {
  return (
    compareText(a.effect, b.effect) ||
    other - size ||
    b.who.count - a.who.count ||
    compareText(a.who.names[0] ?? '', b.who.names[0] ?? '') ||
    compareText(a.broker, b.broker) ||
    compareText(a.action, b.action) ||
    Number(a.over !== undefined) - Number(b.over !== undefined)
  )
}
