/**
 * Nodes of the diagrams behind topic sets. A node stands for a set of level sequences: what may follow in a topic
 * name once some levels are read. Nodes are hash-consed: within one store, equal sets are the same node.
 */

type Literals = ReadonlyMap<string, LevelNode>

/**
 * Canonical: `literals` holds, in order, just the levels that lead elsewhere than `plain` or `dollar` would. The
 * two leaves, "nothing" and "everything", lead to themselves; all else leads down to them without cycles.
 */
export class LevelNode {
  readonly id: number
  /** True when the name may end here. */
  readonly end: boolean
  readonly literals: Literals
  /** Where any other level leads that does not start with `$`. */
  readonly plain: LevelNode
  /** Where any other level leads that starts with `$`. */
  readonly dollar: LevelNode
  /** The longest way down to a leaf: all children are lower, so work in order of height needs no recursion. */
  readonly height: number
  /** The number of levels in the shortest member; `Infinity` for nothing. */
  readonly shortest: number

  constructor(id: number, end: boolean, literals: Literals, plain?: LevelNode, dollar?: LevelNode) {
    this.id = id
    this.end = end
    this.literals = literals
    this.plain = plain ?? this
    this.dollar = dollar ?? this
    let height = Math.max(plain?.height ?? -1, dollar?.height ?? -1)
    let shortest = Math.min(
      plain?.shortest ?? Number.POSITIVE_INFINITY,
      dollar?.shortest ?? Number.POSITIVE_INFINITY,
    )
    for (const child of literals.values()) {
      height = Math.max(height, child.height)
      shortest = Math.min(shortest, child.shortest)
    }
    this.height = height + 1
    this.shortest = end ? 0 : shortest + 1
  }

  get isLeaf(): boolean {
    return this.plain === this
  }

  /** What may follow `level`. */
  after(level: string): LevelNode {
    return this.literals.get(level) ?? this.other(level)
  }

  /** What may follow `level` if it is not among the literals. */
  other(level: string): LevelNode {
    return level.startsWith('$') ? this.dollar : this.plain
  }
}

/** Makes nodes and keeps one of each. */
export interface LevelNodes {
  /** The set of no sequence. */
  readonly none: LevelNode
  /** The set of all sequences, the empty one included: what `#` allows. */
  readonly all: LevelNode
  /** The set of the empty sequence only. */
  readonly end: LevelNode
  /** The node of this content; literals may be redundant and in any order. Levels hold no `/`. */
  node(end: boolean, literals: Literals, plain: LevelNode, dollar: LevelNode): LevelNode
  /** True when this store made the node; nodes of different stores may not be mixed. */
  owns(node: LevelNode): boolean
}

const NO_LITERALS: Literals = new Map()

export function createLevelNodes(): LevelNodes {
  const none = new LevelNode(0, false, NO_LITERALS)
  const all = new LevelNode(1, true, NO_LITERALS)
  const byId = [none, all]
  const byKey = new Map([none, all].map((leaf) => [keyOf(leaf.end, NO_LITERALS, leaf, leaf), leaf]))

  function node(end: boolean, given: Literals, plain: LevelNode, dollar: LevelNode): LevelNode {
    const literals = canonicalLiterals(given, plain, dollar)
    const key = keyOf(end, literals, plain, dollar)
    const known = byKey.get(key)
    if (known !== undefined) return known
    const made = new LevelNode(byId.length, end, literals, plain, dollar)
    byId.push(made)
    byKey.set(key, made)
    return made
  }

  return {
    none,
    all,
    end: node(true, NO_LITERALS, none, none),
    node,
    owns: (other) => byId[other.id] === other,
  }
}

function canonicalLiterals(given: Literals, plain: LevelNode, dollar: LevelNode): Literals {
  if (given.size === 0) return NO_LITERALS
  const needed = [...given].filter(([level, child]) => child !== (level.startsWith('$') ? dollar : plain))
  if (needed.length === 0) return NO_LITERALS
  return new Map(needed.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Injective, since no level holds a `/`. */
function keyOf(end: boolean, literals: Literals, plain: LevelNode, dollar: LevelNode): string {
  const parts: (string | number)[] = [end ? 1 : 0, plain.id, dollar.id]
  for (const [level, child] of literals) parts.push(level, child.id)
  return parts.join('/')
}
