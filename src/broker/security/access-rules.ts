/**
 * Decides by an ACL file as Mosquitto does (`acl_file__check`): the client's own rules, then the patterns, then no; in
 * each list a deny comes first. Built once for a file; what one client may is cheap to make and decided when asked.
 */

import type { AclFile, AclRule } from '../../mosquitto-files/acl/acl-file.ts'
import { DecisionBudget, type DecisionCache } from './decision-cache.ts'
import { mayClientsRead, mayClientsWrite } from './reserved-topics.ts'
import { openRights, type Principal, type Rights, type Rule, reservedReason } from './rights.ts'
import { FewRules, RULE_BITS, type RuleSet } from './rule-set.ts'
import { RuleTrie } from './rule-trie.ts'

/** Up to so many rules, comparing each costs less than a tree, which takes memory for each of very many users. */
const FEW = 8

/** A tree of more takes milliseconds to build: when the file is read, not while a client waits. */
const MANY = 1000

const NO_RULES: readonly AclRule[] = []

export class AccessRules {
  readonly file: AclFile
  readonly budget: DecisionBudget
  readonly #tries = new Map<readonly AclRule[], RuleTrie>()
  readonly #shared = new Map<readonly AclRule[], Rights>()
  readonly #patterns: RuleSet
  readonly #anonymousPatterns: RuleSet
  readonly #usesUsername: boolean
  readonly #usesClientId: boolean

  constructor(file: AclFile, budget = new DecisionBudget()) {
    this.file = file
    this.budget = budget
    const { patterns } = file
    // Patterns with `%u` anywhere, whole level or not, are nothing for clients without a username (`ucount`).
    const forAnybody = patterns.filter(({ filter }) => !filter.includes('%u'))
    this.#usesUsername = forAnybody.length < patterns.length
    this.#usesClientId = patterns.some(({ filter }) => filter.includes('%c'))
    this.#patterns = patternSet(patterns)
    this.#anonymousPatterns = this.#usesUsername ? patternSet(forAnybody) : this.#patterns
    for (const rules of file.users.values()) if (rules.length > MANY) this.#setOf(rules)
  }

  rightsOf({ username, clientId }: Principal): Rights {
    const named = username !== undefined && username !== ''
    const principal = named ? { username, clientId } : { clientId }
    const own = named ? this.file.users.get(username) : this.file.anonymous
    const patterns = named ? this.#patterns : this.#anonymousPatterns
    const isTrusted = this.file.patterns.length === 0 || !/[+#]/.test(`${username ?? ''}${clientId}`)
    const make = () =>
      new RuledRights(this, principal, this.#setOf(own ?? NO_RULES), isTrusted ? patterns : undefined)
    const dependsOnName = this.#usesClientId || (this.#usesUsername && own === undefined)
    if (dependsOnName || !isTrusted) return make()
    const shared = this.#shared.get(own ?? NO_RULES) ?? make()
    this.#shared.set(own ?? NO_RULES, shared)
    return shared
  }

  #setOf(rules: readonly AclRule[]): RuleSet {
    if (rules.length <= FEW) return new FewRules(rules, 'topic')
    const trie = this.#tries.get(rules) ?? new RuleTrie(rules, 'topic')
    this.#tries.set(rules, trie)
    return trie
  }
}

/** What `principal` may do by `rules`, or without an ACL file. */
export function rightsOf(rules: AccessRules | undefined, principal: Principal): Rights {
  return rules === undefined ? openRights : rules.rightsOf(principal)
}

function patternSet(patterns: readonly AclRule[]): RuleSet {
  return patterns.length <= FEW ? new FewRules(patterns, 'pattern') : new RuleTrie(patterns, 'pattern')
}

class RuledRights implements Rights {
  readonly #rules: AccessRules
  readonly #principal: Principal
  readonly #own: RuleSet
  /** `undefined`: a wildcard in the username or the client identifier, so no pattern may apply. */
  readonly #patterns: RuleSet | undefined
  #decided: DecisionCache | undefined

  constructor(rules: AccessRules, principal: Principal, own: RuleSet, patterns: RuleSet | undefined) {
    this.#rules = rules
    this.#principal = principal
    this.#own = own
    this.#patterns = patterns
  }

  mayWrite(topic: string): boolean {
    return ((this.#decided?.get(topic) ?? this.#decide(topic)) & RULE_BITS.write) !== 0
  }

  mayRead(topic: string): boolean {
    return ((this.#decided?.get(topic) ?? this.#decide(topic)) & RULE_BITS.read) !== 0
  }

  why(topic: string, action: 'read' | 'write'): Rule | undefined {
    if (reservedReason(topic, action) !== undefined) return undefined
    const levels = topic.split('/')
    const own = decisive(this.#own.matching(levels, this.#principal), action)
    if (own !== undefined) return this.#ruleOf(own, 'topic')
    const pattern = decisive(this.#patterns?.matching(levels, this.#principal) ?? NO_RULES, action)
    return pattern && this.#ruleOf(pattern, 'pattern')
  }

  reason(topic: string, action: 'read' | 'write'): string {
    const reserved = reservedReason(topic, action)
    if (reserved !== undefined) return reserved
    const rule = this.why(topic, action)
    if (rule !== undefined) return `line ${rule.line} of ${rule.file} decides: ${rule.text}`
    if (this.#patterns === undefined)
      return 'no pattern is for a username or client identifier with "+" or "#"'
    return `no line of ${this.#rules.file.name} allows it`
  }

  #decide(topic: string): number {
    const levels = topic.split('/')
    let bits = this.#own.bits(levels, this.#principal)
    if ((bits & RULE_BITS.deny) !== 0) bits = 0
    else if (bits !== RULE_BITS.readwrite) {
      const others = this.#patterns?.bits(levels, this.#principal) ?? 0
      if ((others & RULE_BITS.deny) === 0) bits |= others
    }
    if (!mayClientsWrite(topic)) bits &= ~RULE_BITS.write
    if (!mayClientsRead(topic)) bits &= ~RULE_BITS.read
    this.#decided ??= new Map()
    this.#rules.budget.remember(this.#decided, topic, bits)
    return bits
  }

  #ruleOf({ access, filter, line }: AclRule, keyword: 'topic' | 'pattern'): Rule {
    return { file: this.#rules.file.name, line, text: `${keyword} ${access} ${filter}` }
  }
}

/** The first line that denies, or else the first that allows `action`. */
function decisive(matching: readonly AclRule[], action: 'read' | 'write'): AclRule | undefined {
  const first = (rules: readonly AclRule[]) =>
    rules.reduce<AclRule | undefined>((a, b) => (a === undefined || b.line < a.line ? b : a), undefined)
  return (
    first(matching.filter(({ access }) => access === 'deny')) ??
    first(matching.filter(({ access }) => access === 'readwrite' || access === action))
  )
}
