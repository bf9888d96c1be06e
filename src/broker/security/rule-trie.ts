/** Very many ACL rules as a tree of their levels, so that a decision costs no more than with few. */

import type { AclRule } from '../../mosquitto-files/acl/acl-file.ts'
import type { Principal } from './rights.ts'
import { RULE_BITS, type RuleKind, type RuleSet } from './rule-set.ts'

/** A node for the levels read so far. */
class RuleNode {
  /** By literal level. */
  children: Map<string, RuleNode> | undefined
  /** After `+`, `%u` and `%c`. */
  plus: RuleNode | undefined
  username: RuleNode | undefined
  clientId: RuleNode | undefined
  /** Rules that end here, and those that go on with `#`. */
  ends: AclRule[] | undefined
  tails: AclRule[] | undefined
  endBits = 0
  tailBits = 0
  /** Bits of all rules from here down: nothing new can come from a node whose bits are all found. */
  below = 0
}

export class RuleTrie implements RuleSet {
  readonly #root = new RuleNode()

  constructor(rules: Iterable<AclRule>, kind: RuleKind) {
    for (const rule of rules) addRule(this.#root, rule, kind)
  }

  bits(levels: readonly string[], principal: Principal): number {
    const first = levels[0]
    if (first?.startsWith('$') !== true) return bitsBelow(this.#root, levels, 0, principal, 0)
    const child = this.#root.children?.get(first)
    return child === undefined ? 0 : bitsBelow(child, levels, 1, principal, 0)
  }

  matching(levels: readonly string[], principal: Principal): AclRule[] {
    const found: AclRule[] = []
    const first = levels[0]
    let reached = [this.#root]
    for (const [i, level] of levels.entries()) {
      const isDollar = i === 0 && first?.startsWith('$') === true
      if (!isDollar) for (const { tails = [] } of reached) found.push(...tails)
      reached = reached.flatMap((node) =>
        isDollar ? (node.children?.get(level) ?? []) : nodesAfter(node, level, principal),
      )
    }
    for (const { ends = [], tails = [] } of reached) found.push(...ends, ...tails)
    return found
  }
}

/** The bits `found` with those of the rules that match from `node` on, where level `i` comes next. */
function bitsBelow(
  node: RuleNode,
  levels: readonly string[],
  i: number,
  principal: Principal,
  found: number,
): number {
  const level = levels[i]
  if (level === undefined) return found | node.endBits | node.tailBits
  let bits = found | node.tailBits
  for (const child of nodesAfter(node, level, principal)) {
    if ((bits & RULE_BITS.deny) !== 0) break
    if ((child.below & ~bits) !== 0) bits = bitsBelow(child, levels, i + 1, principal, bits)
  }
  return bits
}

function nodesAfter(node: RuleNode, level: string, { username, clientId }: Principal): RuleNode[] {
  const nodes: RuleNode[] = []
  const literal = node.children?.get(level)
  if (literal !== undefined) nodes.push(literal)
  if (node.plus !== undefined) nodes.push(node.plus)
  if (node.username !== undefined && level === username) nodes.push(node.username)
  if (node.clientId !== undefined && level === clientId && level !== '') nodes.push(node.clientId)
  return nodes
}

function addRule(root: RuleNode, rule: AclRule, kind: RuleKind): void {
  const bits = RULE_BITS[rule.access]
  const levels = rule.filter.split('/')
  const isTail = levels.at(-1) === '#'
  if (isTail) levels.pop()
  let node = root
  node.below |= bits
  for (const level of levels) {
    node = childFor(node, level, kind)
    node.below |= bits
  }
  if (isTail) {
    if ((bits & ~node.tailBits) !== 0) node.tails = [...(node.tails ?? []), rule]
    node.tailBits |= bits
  } else {
    if ((bits & ~node.endBits) !== 0) node.ends = [...(node.ends ?? []), rule]
    node.endBits |= bits
  }
}

function childFor(node: RuleNode, level: string, kind: RuleKind): RuleNode {
  if (level === '+') {
    node.plus ??= new RuleNode()
    return node.plus
  }
  if (kind === 'pattern' && level === '%u') {
    node.username ??= new RuleNode()
    return node.username
  }
  if (kind === 'pattern' && level === '%c') {
    node.clientId ??= new RuleNode()
    return node.clientId
  }
  node.children ??= new Map()
  const child = node.children.get(level) ?? new RuleNode()
  node.children.set(level, child)
  return child
}
