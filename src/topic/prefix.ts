/** Moves topic sets below a prefix and back, as bridges do with topic names. */

import { isLevel } from './filter.ts'
import type { LevelNode, LevelNodes } from './level-node.ts'
import { namesIn, type TopicSet } from './names-in.ts'

/** All `prefix/name` for the names of the set. */
export function withPrefix(nodes: LevelNodes, prefix: readonly string[], set: TopicSet): TopicSet {
  checkPrefix(prefix)
  const below = prefix.reduceRight<LevelNode>(
    (node, level) => nodes.node(false, new Map([[level, node]]), nodes.none, nodes.none),
    set,
  )
  return below as TopicSet
}

/** All `name` for which `prefix/name` is in the set. */
export function withoutPrefix(nodes: LevelNodes, prefix: readonly string[], set: TopicSet): TopicSet {
  checkPrefix(prefix)
  return namesIn(
    nodes,
    prefix.reduce<LevelNode>((node, level) => node.after(level), set),
  )
}

function checkPrefix(prefix: readonly string[]): void {
  const bad = prefix.find((level) => !isLevel(level))
  if (bad !== undefined) throw new RangeError(`"${bad}" is not one level of a topic name`)
}
