/** The simplest member of a topic set, to show to people. */

import type { LevelNode } from './level-node.ts'

/**
 * The levels of a shortest member: of those with the fewest levels the one that takes, from the left, levels
 * that the set mentions rather than invented ones (`x`, `y`, …), and plain levels rather than empty and `$` ones.
 */
export function shortestMember(node: LevelNode): string[] | undefined {
  if (node.shortest === Number.POSITIVE_INFINITY) return undefined
  const levels: string[] = []
  for (let at = node; at.shortest > 0; ) {
    const level = bestLevel(at)
    levels.push(level)
    at = at.after(level)
  }
  return levels
}

/** A level on a shortest way to an end, which one of the five kinds must hold. */
function bestLevel(node: LevelNode): string {
  const leads = (next: LevelNode) => next.shortest === node.shortest - 1
  const mentioned = [...node.literals].filter(([, next]) => leads(next)).map(([level]) => level)
  const word = mentioned.find((level) => level !== '' && !level.startsWith('$'))
  if (word !== undefined) return word
  if (leads(node.plain)) return inventedLevel(node, '')
  return mentioned[0] ?? inventedLevel(node, '$')
}

/** `x`, `y`, `z`, `x1`, `y1`, …: the first that the node does not mention. */
function inventedLevel({ literals }: LevelNode, start: '' | '$'): string {
  for (let round = 0; ; round++) {
    for (const letter of ['x', 'y', 'z']) {
      const level = `${start}${letter}${round || ''}`
      if (!literals.has(level)) return level
    }
  }
}
