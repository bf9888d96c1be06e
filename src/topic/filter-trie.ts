/** A tree of topic filters by level, with values at their ends. Wildcards are levels like any other here. */

import type { TopicFilter } from './filter.ts'

/** A node for the levels read so far; a `#` child has no children. */
export interface FilterTrie<Value> {
  /** What was put in under exactly these levels, in order. */
  readonly values: Value[]
  readonly children: Map<string, FilterTrie<Value>>
}

export function createFilterTrie<Value>(): FilterTrie<Value> {
  return { values: [], children: new Map() }
}

export function addToTrie<Value>(trie: FilterTrie<Value>, { levels }: TopicFilter, value: Value): void {
  let at = trie
  for (const level of levels) {
    const child = at.children.get(level) ?? createFilterTrie()
    at.children.set(level, child)
    at = child
  }
  at.values.push(value)
}

/** The trie and all tries below it, parents first. */
export function withDescendants<Value>(trie: FilterTrie<Value>): FilterTrie<Value>[] {
  const tries = [trie]
  for (const { children } of tries) for (const child of children.values()) tries.push(child)
  return tries
}
