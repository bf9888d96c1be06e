/** From many filters to the set of topic names that they match together, reading each level once. */

import { combine, union } from './combine.ts'
import type { TopicFilter } from './filter.ts'
import { addToTrie, createFilterTrie, type FilterTrie, withDescendants } from './filter-trie.ts'
import type { LevelNode, LevelNodes } from './level-node.ts'
import { namesIn, type TopicSet } from './names-in.ts'

/** All topic names that some filter matches. */
export function unionOf(nodes: LevelNodes, filters: Iterable<TopicFilter>): TopicSet {
  const root = createFilterTrie<true>()
  for (const filter of filters) addToTrie(root, filter, true)
  const built = new Map<FilterTrie<true> | undefined, LevelNode>()
  const nodeOf: NodeOf = (trie) => built.get(trie) ?? nodes.none
  for (const trie of withDescendants(root).reverse()) {
    built.set(trie, fromTrie(nodes, trie, trie === root, nodeOf))
  }
  return namesIn(nodes, nodeOf(root))
}

/** What is built already; nothing for no trie. */
type NodeOf = (child: FilterTrie<true> | undefined) => LevelNode

function fromTrie(nodes: LevelNodes, trie: FilterTrie<true>, isFirst: boolean, nodeOf: NodeOf): LevelNode {
  const { values, children } = trie
  if (children.has('#')) return nodes.all
  const plain = nodeOf(children.get('+'))
  const dollar = isFirst ? nodes.none : plain // [MQTT-4.7.2-1]
  const literals = new Map<string, LevelNode>()
  for (const [level, child] of children) {
    const other = level.startsWith('$') ? dollar : plain
    if (level !== '+') literals.set(level, combine(nodes, union, nodeOf(child), other))
  }
  return nodes.node(values.length > 0, literals, plain, dollar)
}
