/** How large a set is, to put large sets before small ones; the numbers mean nothing else. */

import type { LevelNode } from './level-node.ts'

/** Names are counted as if there were so many words, and as if names ended here. */
const WORDS = 2 ** 20
const DOLLAR_WORDS = 2 ** 10
const LEVELS = 24

/** The number of names. A set within another one never has more, but for rounding, and `a/+` has more than `a`. */
export function sizeOf(set: LevelNode): number {
  const known = Array.from({ length: LEVELS + 1 }, () => new Map<LevelNode, number>())
  const count = (node: LevelNode, levels: number): number => {
    const counted = known[levels]?.get(node)
    if (counted !== undefined) return counted
    const size = Number(node.end) + (levels === 0 ? 0 : countBelow(node, (child) => count(child, levels - 1)))
    known[levels]?.set(node, size)
    return size
  }
  return count(set, LEVELS)
}

function countBelow({ literals, plain, dollar }: LevelNode, count: (child: LevelNode) => number): number {
  let [size, plainWords, dollarWords] = [0, WORDS, DOLLAR_WORDS]
  for (const [level, child] of literals) {
    if (level.startsWith('$')) dollarWords -= 1
    else plainWords -= 1
    size += count(child)
  }
  return size + Math.max(0, plainWords) * count(plain) + Math.max(0, dollarWords) * count(dollar)
}
