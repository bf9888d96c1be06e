/** Topic sets as expressions, computed by the code under test and, name by name, by plain logic. */

import fc from 'fast-check'
import { parseFilter } from '../../src/topic/filter.ts'
import type { TopicSet, TopicSets } from '../../src/topic/topic-set.ts'
import { filterPattern, smallFilter } from './enumeration.ts'

/** A filter, an operation on two expressions, or one expression with a level put before or taken away. */
export type SetExpression =
  | string
  | readonly ['union' | 'intersection' | 'difference', SetExpression, SetExpression]
  | readonly ['withPrefix' | 'withoutPrefix', string, SetExpression]

export function setOf(sets: TopicSets, expression: SetExpression): TopicSet {
  if (typeof expression === 'string') return sets.topicsOf(parseFilter(expression))
  const [kind, left, right] = expression
  if (kind === 'withPrefix' || kind === 'withoutPrefix') return sets[kind]([left], setOf(sets, right))
  return sets[kind](setOf(sets, left), setOf(sets, right))
}

export function testerOf(expression: SetExpression): (name: string) => boolean {
  if (typeof expression === 'string') {
    const pattern = filterPattern(expression)
    return (name) => name !== '' && pattern.test(name)
  }
  const [kind, left, right] = expression
  const inRight = testerOf(right)
  if (kind === 'withPrefix')
    return (name) => name.startsWith(`${left}/`) && inRight(name.slice(left.length + 1))
  if (kind === 'withoutPrefix') return (name) => name !== '' && inRight(`${left}/${name}`)
  const inLeft = testerOf(left)
  if (kind === 'union') return (name) => inLeft(name) || inRight(name)
  if (kind === 'intersection') return (name) => inLeft(name) && inRight(name)
  return (name) => inLeft(name) && !inRight(name)
}

/** Expressions that no name of more than three levels is needed to tell apart, but for the one level of `#`. */
export function expressionOver(literals: readonly string[]): fc.Arbitrary<SetExpression> {
  const filter = smallFilter(literals, 2)
  const tree = fc.letrec<{ expression: SetExpression }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      filter,
      fc.tuple(fc.constantFrom('union', 'intersection', 'difference'), tie('expression'), tie('expression')),
      fc.tuple(fc.constant('withoutPrefix'), fc.constantFrom(...literals), tie('expression')),
    ),
  })).expression
  const prefixed = fc.tuple(fc.constant('withPrefix'), fc.constantFrom(...literals), tree)
  return fc.oneof(
    tree,
    prefixed,
    fc.tuple(fc.constantFrom('union', 'intersection', 'difference'), tree, prefixed),
  )
}
