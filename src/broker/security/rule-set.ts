/** What a list of ACL rules says about a topic. Order does not matter in a list: any deny counts before any allow. */

import type { AclAccess, AclRule } from '../../mosquitto-files/acl/acl-file.ts'
import type { Principal } from './rights.ts'

/** What rules can say, as bits: several rules may match. */
export const RULE_BITS = { read: 1, write: 2, readwrite: 3, deny: 4 } as const satisfies Record<
  AclAccess,
  number
>

export interface RuleSet {
  /** All bits of the rules that match; once {@link RULE_BITS.deny} is among them, others may be missing. */
  bits(levels: readonly string[], principal: Principal): number
  /** The rules that match, in no order; of rules with the same filter and access, only the first. */
  matching(levels: readonly string[], principal: Principal): AclRule[]
}

/** What the levels of a list stand for: variables are for `pattern` lines alone. */
export type RuleKind = 'topic' | 'pattern'

/** A few rules, compared one by one: as quick as a tree, and without any memory of its own. */
export class FewRules implements RuleSet {
  readonly #rules: readonly AclRule[]
  readonly #kind: RuleKind

  constructor(rules: readonly AclRule[], kind: RuleKind) {
    this.#rules = rules
    this.#kind = kind
  }

  bits(levels: readonly string[], principal: Principal): number {
    let found = 0
    for (const { access, filter } of this.#rules) {
      const bits = RULE_BITS[access]
      if ((bits & ~found) !== 0 && this.#matches(filter, levels, principal)) found |= bits
    }
    return found
  }

  matching(levels: readonly string[], principal: Principal): AclRule[] {
    return this.#rules.filter(({ filter }) => this.#matches(filter, levels, principal))
  }

  #matches(filter: string, levels: readonly string[], principal: Principal): boolean {
    if (passesOver(filter, levels)) return false
    for (let i = 0, start = 0; ; i++) {
      const slash = filter.indexOf('/', start)
      const level = filter.slice(start, slash === -1 ? filter.length : slash)
      if (level === '#') return true
      const name = levels[i]
      if (name === undefined || !this.#matchesLevel(level, name, principal)) return false
      if (slash === -1) return i === levels.length - 1
      start = slash + 1
    }
  }

  #matchesLevel(level: string, name: string, principal: Principal): boolean {
    if (level === '+') return true
    if (this.#kind === 'topic') return level === name
    return name === textOf(level, principal)
  }
}

/** Only filters that start with `$` match topics that do; not `+`, `#`, nor a variable with such a value. */
function passesOver(filter: string, levels: readonly string[]): boolean {
  return levels[0]?.startsWith('$') === true && !filter.startsWith('$')
}

/** What a level of a pattern stands for: the value of a variable, or itself. A variable without value matches nothing. */
function textOf(level: string, { username, clientId }: Principal): string | undefined {
  if (level === '%u') return username
  if (level === '%c') return clientId === '' ? undefined : clientId
  return level
}
