/** Finds, among very many topic filters, those that match a name or overlap a filter, level by level. */

import type { TopicFilter } from './filter.ts'
import { addToTrie, createFilterTrie, type FilterTrie, withDescendants } from './filter-trie.ts'
import type { TopicSet } from './names-in.ts'
import { valuesMeeting } from './values-meeting.ts'

/** Values under topic filters. A value comes out once for each filter that it was added with. */
export interface FilterIndex<Value> {
  add(filter: TopicFilter, value: Value): void
  /** The values of all filters that match the valid topic name `name`. */
  matching(name: string): Iterable<Value>
  /** The values of all filters that match some topic name that `filter` matches too. */
  overlapping(filter: TopicFilter): Iterable<Value>
  /** The values of all filters that match some name of `set`. */
  meeting(set: TopicSet): Iterable<Value>
}

export function createFilterIndex<Value>(): FilterIndex<Value> {
  const root = createFilterTrie<Value>()
  return {
    add: (filter, value) => addToTrie(root, filter, value),
    matching: (name) => (name === '' ? [] : meeting(root, name.split('/'))),
    overlapping: ({ levels }) => meeting(root, levels),
    meeting: (set) => valuesMeeting(root, set),
  }
}

/** The values of all filters that meet `levels`; a topic name counts as the filter without wildcards. */
function* meeting<Value>(root: FilterTrie<Value>, levels: readonly string[]): Generator<Value> {
  let reached = [root]
  for (const [i, level] of levels.entries()) {
    if (level === '#') {
      for (const trie of reached.flatMap(withDescendants)) yield* trie.values
      return
    }
    for (const { children } of reached) yield* children.get('#')?.values ?? []
    reached = reached.flatMap((trie) => childrenMeeting(trie, level, i === 0))
  }
  for (const { values, children } of reached) {
    yield* values
    yield* children.get('#')?.values ?? []
  }
}

/** The children that stand for `level`, or for some of the levels of `+`, as a level of their own. */
function childrenMeeting<Value>(
  { children }: FilterTrie<Value>,
  level: string,
  isFirst: boolean,
): FilterTrie<Value>[] {
  if (level === '+') {
    const met: FilterTrie<Value>[] = []
    for (const [other, child] of children)
      if (other !== '#' && !(isFirst && other.startsWith('$'))) met.push(child)
    return met
  }
  const others = isFirst && level.startsWith('$') ? [level] : [level, '+'] // [MQTT-4.7.2-1]
  return others.flatMap((other) => children.get(other) ?? [])
}
