/** Keeps patterns, which hold for everybody, from giving somebody more than is wanted. */

import { withVariablesAsLevels } from '../../../access/variable-levels.ts'
import { covers, parseFilter, type TopicFilter } from '../../../topic/filter.ts'
import { type FilterTemplate, isGround, widen } from '../../../topic/filter-template.ts'
import type { TopicSet, TopicSets } from '../../../topic/topic-set.ts'
import type { EngineVersion } from '../../../topology/broker.ts'
import { ACTIONS, type Action } from '../../../topology/user.ts'
import { type AclLine, denyLines } from './acl-line.ts'
import { topicsUnderAny } from './any-level.ts'
import { isUseless, type MessageFlow } from './message-flow.ts'
import { allowsAction, boundPattern, openedBy, type PatternLine } from './pattern-line.ts'
import type { PrincipalClass } from './principal-class.ts'
import type { WantedDirection, WantedRights } from './wanted-rights.ts'

/** Why a pattern would give a principal more than it shall have, in a way that no deny line mends. */
export interface PatternObstacle {
  readonly name: string | undefined
  readonly action: Action
  readonly witness: string
}

export interface Party {
  readonly principals: PrincipalClass
  readonly wanted: WantedRights
}

/** What the broker makes of patterns, and where messages can be. */
export interface PatternWorld {
  readonly sets: TopicSets
  readonly version: EngineVersion
  readonly flow: MessageFlow
}

/** The own deny lines that keep a pattern from giving a class more than is wanted, or what stands in the way. */
export function compensation(
  world: PatternWorld,
  pattern: PatternLine,
  party: Party,
): { readonly lines: readonly AclLine[] } | { readonly obstacle: PatternObstacle } {
  const { sets, version } = world
  const { principals, wanted } = party
  const bound = boundPattern(pattern, principals.name, version)
  if (bound === undefined) return { lines: [] }
  const opened = openedBy(bound, version)
  const topics = topicsUnderAny(sets, opened)
  const extraTo = (action: Action) =>
    allowsAction(pattern, action)
      ? sets.difference(topics, wantedUnder(sets, bound, wanted, action))
      : sets.empty
  const extra = sets.union(extraTo('publish'), extraTo('subscribe'))
  if (sets.isEmpty(extra)) return { lines: [] }
  const filters = principals.isOpen ? undefined : refusable(world, opened, party, extra)
  if (filters !== undefined) return { lines: denyLines(filters) }
  const action = sets.isEmpty(extraTo('publish')) ? 'subscribe' : 'publish'
  const witness = likelyWitness(sets, bound, extraTo(action))
  return { obstacle: obstacle(principals, action, witness) }
}

/** Filters for what a pattern gives too much: just that, or along with rights that are of no use. */
function refusable(
  { sets, flow }: PatternWorld,
  opened: FilterTemplate,
  { principals, wanted }: Party,
  extra: TopicSet,
): readonly TopicFilter[] | undefined {
  const kept = sets.union(wanted.publish.reachable, wanted.subscribe.reachable)
  const exact = sets.isEmpty(sets.intersection(extra, kept)) ? sets.filtersOf(extra) : undefined
  if (exact !== undefined) return exact.map(parseFilter)
  // Whoever has the pattern for its own sake would be left with nothing.
  const topics = topicsUnderAny(sets, opened)
  if (ACTIONS.some((action) => meetsOpenGrant(sets, wanted[action], topics))) return undefined
  // A filter cannot take in what begins with `$` along with the rest.
  const whole = typeof opened.levels[0] === 'string' ? widen(opened) : undefined
  return whole !== undefined && isUseless(sets, flow, principals, wanted, whole) ? [whole] : undefined
}

function meetsOpenGrant(sets: TopicSets, { byClientId }: WantedDirection, topics: TopicSet): boolean {
  return byClientId.some(
    ({ template }) => !sets.isEmpty(sets.intersection(topics, topicsUnderAny(sets, template))),
  )
}

/**
 * What is wanted of that which a pattern opens. It is exact for a grant with `${clientId}` that says at least as
 * much, since both bind the identifier of the same client; any other grant counts by its fixed topics.
 */
function wantedUnder(sets: TopicSets, bound: FilterTemplate, wanted: WantedRights, action: Action): TopicSet {
  const { topics, byClientId } = wanted[action]
  if (isGround(bound)) return topics
  const inner = withVariablesAsLevels(bound)
  const covering = byClientId.filter(({ template }) => covers(withVariablesAsLevels(template), inner))
  return covering.reduce((sum, { template }) => sets.union(sum, topicsUnderAny(sets, template)), topics)
}

/** `extra` may hold more than the pattern really opens; an identifier of one or two levels shows the trouble. */
function likelyWitness(sets: TopicSets, bound: FilterTemplate, extra: TopicSet): string {
  const shown = [['+'], ['+', '+'], ['+', '+', '+']].map((levels) => {
    const filled = bound.levels.flatMap((level) => (typeof level === 'string' ? [level] : levels))
    return sets.intersection(sets.topicsOf({ text: filled.join('/'), levels: filled }), extra)
  })
  return sets.witness(shown.find((topics) => !sets.isEmpty(topics)) ?? extra) ?? ''
}

/** Speaks of the first member where the class has many. */
export function obstacle(
  { name, members, isMany }: PrincipalClass,
  action: Action,
  topic: string,
): PatternObstacle {
  if (!isMany) return { name, action, witness: topic }
  const [member = ''] = members
  const witness = topic.split('/').map((level) => (level === name ? member : level))
  return { name: member, action, witness: witness.join('/') }
}
