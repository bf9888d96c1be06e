/** Which filters of a tree match some name of a set: both are walked together, level by level. */

import type { FilterTrie } from './filter-trie.ts'
import type { LevelNode } from './level-node.ts'
import type { TopicSet } from './names-in.ts'

/** For each place in the tree, what names of the set may still go on with there. */
type Reached<Value> = Map<FilterTrie<Value>, Set<LevelNode>>

/** The values of all such filters; a filter that several ways of the set lead to comes out once. */
export function* valuesMeeting<Value>(root: FilterTrie<Value>, set: TopicSet): Generator<Value> {
  let reached: Reached<Value> = new Map([[root, new Set(isNothing(set) ? [] : [set])]])
  for (let isFirst = true; reached.size > 0; isFirst = false) {
    const next: Reached<Value> = new Map()
    for (const [trie, nodes] of reached) {
      if (nodes.size > 0) yield* trie.children.get('#')?.values ?? []
      if ([...nodes].some(({ end }) => end)) yield* trie.values
      for (const node of nodes) step(trie, node, isFirst, next)
    }
    reached = next
  }
}

function step<Value>(trie: FilterTrie<Value>, node: LevelNode, isFirst: boolean, next: Reached<Value>): void {
  const add = (child: FilterTrie<Value> | undefined, below: LevelNode) => {
    if (child === undefined || isNothing(below)) return
    const nodes = next.get(child)
    if (nodes === undefined) next.set(child, new Set([below]))
    else nodes.add(below)
  }
  const { children } = trie
  const plus = children.get('+')
  if (plus !== undefined) for (const below of plainChildren(node, isFirst)) add(plus, below)
  const isList = isNothing(node.plain) && isNothing(node.dollar)
  if (isList && node.literals.size < children.size) {
    for (const [level, below] of node.literals) add(children.get(level), below)
  } else {
    for (const [level, child] of children) if (level !== '+' && level !== '#') add(child, node.after(level))
  }
}

/** What `+` leads to; in the first level it passes over what begins with `$` [MQTT-4.7.2-1]. */
function* plainChildren({ literals, plain, dollar }: LevelNode, isFirst: boolean): Generator<LevelNode> {
  yield plain
  if (!isFirst) yield dollar
  for (const [level, below] of literals) if (!isFirst || !level.startsWith('$')) yield below
}

function isNothing({ shortest }: LevelNode): boolean {
  return shortest === Number.POSITIVE_INFINITY
}
