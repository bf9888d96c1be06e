/** Set operations on the nodes of topic sets, one algorithm for all, without recursion: names may be very deep. */

import type { LevelNode, LevelNodes } from './level-node.ts'

/** A set operation, told by when the result has a member; it never has one that neither operand has. */
export type Keeps = (inA: boolean, inB: boolean) => boolean

export const union: Keeps = (inA, inB) => inA || inB
export const intersection: Keeps = (inA, inB) => inA && inB
export const difference: Keeps = (inA, inB) => inA && !inB

/** Two operands met at the same place of both diagrams. */
interface Pair {
  readonly x: LevelNode
  readonly y: LevelNode
  /** The literals to look at; all others give the same as any other level. */
  readonly levels: readonly string[]
  readonly height: number
}

/**
 * Applies a set operation to two nodes. Takes time in proportion to the pairs of nodes that meet, and does not
 * visit what the operation drops or keeps whole: a small set less a large one costs as much as the small one.
 */
export function combine(nodes: LevelNodes, keeps: Keeps, a: LevelNode, b: LevelNode): LevelNode {
  const known = decided(nodes, keeps, a, b)
  if (known !== undefined) return known
  const built = new Map<number, LevelNode>()
  const result = (x: LevelNode, y: LevelNode): LevelNode => {
    const node = decided(nodes, keeps, x, y) ?? built.get(pairKey(x, y))
    if (node === undefined) throw new Error('a pair of nodes is built before the pairs below it')
    return node
  }
  for (const { x, y, levels } of pairsBottomUp(nodes, keeps, a, b)) {
    const literals = new Map(levels.map((level) => [level, result(x.after(level), y.after(level))]))
    const [plain, dollar] = [result(x.plain, y.plain), result(x.dollar, y.dollar)]
    built.set(pairKey(x, y), nodes.node(keeps(x.end, y.end), literals, plain, dollar))
  }
  return result(a, b)
}

/** All undecided pairs from `a` and `b` downwards, lower ones first. */
function pairsBottomUp(nodes: LevelNodes, keeps: Keeps, a: LevelNode, b: LevelNode): Pair[] {
  const seen = new Set<number>()
  const pairs: Pair[] = []
  const visit = (x: LevelNode, y: LevelNode) => {
    if (decided(nodes, keeps, x, y) !== undefined || seen.has(pairKey(x, y))) return
    seen.add(pairKey(x, y))
    pairs.push({ x, y, levels: levelsToVisit(nodes, keeps, x, y), height: Math.max(x.height, y.height) })
  }
  visit(a, b)
  for (const { x, y, levels } of pairs) {
    visit(x.plain, y.plain)
    visit(x.dollar, y.dollar)
    for (const level of levels) visit(x.after(level), y.after(level))
  }
  return pairs.sort((one, other) => one.height - other.height)
}

/** The result where it needs no look inside: two leaves, a node and itself, and most of a node and a leaf. */
function decided(nodes: LevelNodes, keeps: Keeps, a: LevelNode, b: LevelNode): LevelNode | undefined {
  if (a.isLeaf && b.isLeaf) return keeps(a.end, b.end) ? nodes.all : nodes.none
  if (a === b) return keeps(true, true) ? a : nodes.none
  if (b.isLeaf) return chosen(nodes, a, keeps(false, b.end), keeps(true, b.end))
  if (a.isLeaf) return chosen(nodes, b, keeps(a.end, false), keeps(a.end, true))
  return undefined
}

/** The result that keeps what is outside of `node`, what is inside, both or neither; a complement takes a look. */
function chosen(
  nodes: LevelNodes,
  node: LevelNode,
  outside: boolean,
  inside: boolean,
): LevelNode | undefined {
  if (outside === inside) return inside ? nodes.all : nodes.none
  return inside ? node : undefined
}

/** The literals of both operands, less those where the result is nothing, as it is for any other level. */
function levelsToVisit(nodes: LevelNodes, keeps: Keeps, a: LevelNode, b: LevelNode): string[] {
  const [isListA, isListB] = [a, b].map(({ plain, dollar }) => plain === nodes.none && dollar === nodes.none)
  const dropsOnlyA = isListB && !keeps(true, false)
  const dropsOnlyB = isListA && !keeps(false, true)
  const isSmallerA = a.literals.size < b.literals.size
  if (dropsOnlyB && (isSmallerA || !dropsOnlyA)) return [...a.literals.keys()]
  if (dropsOnlyA) return [...b.literals.keys()]
  return [...new Set([...a.literals.keys(), ...b.literals.keys()])]
}

/** Unique while ids stay below 2^26, which is more nodes than one `Map` can hold. */
function pairKey(a: LevelNode, b: LevelNode): number {
  return a.id * 2 ** 26 + b.id
}
