/** Which nodes are sets of topic names: the universe that all topic sets live in. */

import type { LevelNode, LevelNodes } from './level-node.ts'

declare const holdsNamesOnly: unique symbol

/** An exact set of topic names, opaque. Two sets of one `TopicSets` are equal just when they are identical. */
export type TopicSet = LevelNode & { readonly [holdsNamesOnly]: true }

/**
 * The topic names among the level sequences of `node`. Left out are the two sequences that are none: no level at
 * all, and one empty level, whose text would be empty [MQTT-4.7.3-1].
 */
export function namesIn(nodes: LevelNodes, node: LevelNode): TopicSet {
  const first = node.after('')
  const proper = nodes.node(false, first.literals, first.plain, first.dollar)
  const literals = new Map(node.literals).set('', proper)
  return nodes.node(false, literals, node.plain, node.dollar) as TopicSet
}
