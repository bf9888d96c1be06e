/**
 * `pattern` lines: rules for everybody, in which `%u` and `%c` stand for the client's own username and client
 * identifier. They come after everybody's own lists, so an own `deny` line keeps them off.
 */

import { parseFilter, type TopicFilter } from '../../../topic/filter.ts'
import { type FilterTemplate, instantiate, isGround, widen } from '../../../topic/filter-template.ts'
import type { TopicSet, TopicSets } from '../../../topic/topic-set.ts'
import { ACTIONS, type AclLine, type Action, denyLines } from './acl-line.ts'
import { isUseless, type MessageFlow } from './message-flow.ts'
import type { PrincipalClass } from './principal-class.ts'
import type { WantedRights } from './wanted-rights.ts'

export interface PatternLine {
  readonly access: 'read' | 'write' | 'readwrite'
  readonly filter: FilterTemplate
}

/** Why a pattern would give a principal more than it shall have, in a way that no deny line mends. */
export interface PatternObstacle {
  readonly name: string | undefined
  readonly action: Action
  readonly witness: string
}

/** The line as a pattern, with `${username}` where the stand-in name of a class stands. */
export function patternOf({ access, filter }: AclLine, standIn: string): PatternLine | undefined {
  if (access === 'deny' || /%[uc]/.test(filter.text)) return undefined
  const levels = filter.levels.map((level) =>
    level === standIn ? ({ variable: 'username' } as const) : level,
  )
  const text = levels.map((level) => (typeof level === 'string' ? level : '${username}')).join('/')
  return { access, filter: { text: text === '+/#' ? '#' : text, levels } }
}

export function allowsAction({ access }: PatternLine, action: Action): boolean {
  return access === 'readwrite' || access === (action === 'publish' ? 'write' : 'read')
}

/** The action that a pattern allows; of both, publish. */
export function actionOf(pattern: PatternLine): Action {
  return allowsAction(pattern, 'publish') ? 'publish' : 'subscribe'
}

/** The topics that a pattern opens to somebody; any client identifier may be chosen. */
export function patternTopics(sets: TopicSets, pattern: PatternLine, name: string | undefined): TopicSet {
  const filter = patternFilter(pattern, name)
  return filter === undefined ? sets.empty : sets.topicsOf(filter)
}

function patternFilter({ filter }: PatternLine, name: string | undefined): TopicFilter | undefined {
  const usesUsername = filter.levels.some(
    (level) => typeof level !== 'string' && level.variable === 'username',
  )
  if (name === undefined && usesUsername) return undefined // mosquitto skips it for clients without username
  const bound = instantiate(filter, { username: name })
  return bound && (isGround(bound) ? bound : widen(bound))
}

/** The own deny lines that keep a pattern from giving a class more than is wanted, or what stands in the way. */
export function compensation(
  sets: TopicSets,
  pattern: PatternLine,
  { principals, wanted }: { readonly principals: PrincipalClass; readonly wanted: WantedRights },
  flow: MessageFlow,
): { readonly lines: readonly AclLine[] } | { readonly obstacle: PatternObstacle } {
  const topics = patternTopics(sets, pattern, principals.name)
  const extraTo = (action: Action) =>
    allowsAction(pattern, action)
      ? sets.difference(topics, wantedUnder(sets, pattern, wanted, action))
      : sets.empty
  const extra = sets.union(extraTo('publish'), extraTo('subscribe'))
  if (sets.isEmpty(extra)) return { lines: [] }
  const filters = principals.isOpen
    ? undefined
    : refusable(sets, pattern, { principals, wanted }, flow, extra)
  if (filters !== undefined) return { lines: denyLines(filters) }
  const action = sets.isEmpty(extraTo('publish')) ? 'subscribe' : 'publish'
  return { obstacle: obstacle(principals, action, sets.witness(extraTo(action)) ?? '') }
}

/** Filters that hold what a pattern gives too much, and no right that is of use. */
function refusable(
  sets: TopicSets,
  pattern: PatternLine,
  { principals, wanted }: { readonly principals: PrincipalClass; readonly wanted: WantedRights },
  flow: MessageFlow,
  extra: TopicSet,
): readonly TopicFilter[] | undefined {
  const whole = patternFilter(pattern, principals.name)
  if (whole !== undefined && isUseless(sets, flow, principals, wanted, whole)) return [whole]
  const kept = sets.union(wanted.publish.topics, wanted.subscribe.topics)
  if (!sets.isEmpty(sets.intersection(extra, kept))) return undefined
  return sets.filtersOf(extra)?.map(parseFilter)
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

/** A pattern with `%c` is exact for a grant with `${clientId}`; any other one is held against fixed topics only. */
function wantedUnder(sets: TopicSets, pattern: PatternLine, wanted: WantedRights, action: Action): TopicSet {
  const { topics, byClientId } = wanted[action]
  const same = byClientId.filter(({ filter }) => filter.text === pattern.filter.text)
  return sets.union(topics, sets.unionOf(same.map(({ filter }) => widen(filter))))
}
