/** From a topic set back to topic filters. */

import { combine, difference, union } from './combine.ts'
import { canonicalLevels, canonicalText, filterProblem } from './filter.ts'
import type { LevelNode, LevelNodes } from './level-node.ts'
import type { TopicSet } from './names-in.ts'
import { unionOf } from './union-of.ts'

/** Filters to be found: those of `node`, each after `prefix`, for what is not `covered` by others already. */
interface Part {
  readonly prefix: string
  readonly node: LevelNode
  readonly covered: LevelNode
}

/**
 * Filters, sorted, that together match exactly the set and of which none can be left out; `undefined` where no
 * filters do. The search finds them if there are any; that it did is proved by going back to the set.
 */
export function filtersOf(nodes: LevelNodes, set: TopicSet): string[] | undefined {
  const texts = candidates(nodes, set)
  if (texts.some((text) => filterProblem(text) === 'too-long')) return undefined
  const filters = texts.map((text) => ({ text, levels: canonicalLevels(text) }))
  return unionOf(nodes, filters) === set ? texts.sort() : undefined
}

/**
 * Only `+` reaches the levels that a node does not mention. So filters with `+` here must make up all of what
 * follows those; they match as much below each literal, and filters with the literal add what is missing.
 */
function candidates(nodes: LevelNodes, set: TopicSet): string[] {
  const texts: string[] = []
  const parts: Part[] = [{ prefix: '', node: set, covered: nodes.none }]
  for (const part of parts) {
    const { prefix, node, covered } = part
    if (combine(nodes, difference, node, covered) === nodes.none) continue
    if (node === nodes.all) {
      texts.push(canonicalText(`${prefix}#`))
      continue
    }
    if (node.end && !covered.end) texts.push(prefix.slice(0, -1))
    for (const below of partsBelow(nodes, part)) parts.push(below)
  }
  return texts
}

function partsBelow(nodes: LevelNodes, { prefix, node, covered }: Part): Part[] {
  const parts: Part[] = [{ prefix: `${prefix}+/`, node: node.plain, covered: covered.plain }]
  for (const [level, child] of node.literals) {
    const isPassedOver = prefix === '' && level.startsWith('$') // [MQTT-4.7.2-1]
    const byPlus = isPassedOver ? nodes.none : node.plain
    parts.push({
      prefix: `${prefix}${level}/`,
      node: child,
      covered: combine(nodes, union, covered.after(level), byPlus),
    })
  }
  return parts
}
