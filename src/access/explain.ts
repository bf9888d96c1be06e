/** Why a user may do something on a broker, or may not: what decides, and what the user could do instead. */

import { type TopicFilter, topicNameProblem } from '../topic/filter.ts'
import { createTopicSets, type TopicSet, type TopicSets } from '../topic/topic-set.ts'
import type { Broker } from '../topology/broker.ts'
import type { Grant, User } from '../topology/user.ts'
import { decideFreely } from './decide.ts'
import { reservedTopics } from './engine-topics.ts'
import { grantValues } from './grant-values.ts'
import { createRightsReader, grantFilter } from './rights.ts'

export interface Question {
  readonly user: User
  readonly broker: Broker
  readonly action: Grant['action']
  /** A topic, or a filter of which every topic is asked about. */
  readonly topics: TopicFilter
}

/**
 * `all`, `some` or none of the topics. Mosquitto accepts every subscription, and leaves out what may not be received
 * when it delivers; so does the dynamic-security plugin as mqttopia sets it up.
 */
export interface Explanation extends Question {
  readonly allowed: 'all' | 'some' | 'none'
  /** Why the rest is refused: a deny, the engine itself, or that nothing allows it. */
  readonly because?: 'deny' | 'engine' | 'no-grant'
  /** What decides: the denies that take something away, and the allows that give something. */
  readonly grants: readonly Grant[]
  /** What is allowed of the topics, where that is `some` and a list of filters says it. */
  readonly parts?: readonly string[]
  /** A topic that is refused. */
  readonly refused?: string
  /** Where nothing of it was ever allowed: what the user may do otherwise, as the grants say it. */
  readonly instead: readonly string[]
}

export function explain(question: Question, clientId?: string): Explanation {
  const sets = createTopicSets()
  const { user, action, topics } = question
  const asked = sets.topicsOf(topics)
  const mayDo = allowedTopics(sets, question, asked, clientId)
  const engine = action === 'publish' ? reservedTopics(sets, asked, mayDo) : sets.empty
  const allowed = sets.intersection(asked, sets.difference(mayDo, engine))
  const refused = sets.difference(asked, allowed)
  const extent = sets.isEmpty(refused) ? 'all' : sets.isEmpty(allowed) ? 'none' : 'some'
  const grants = user.grants.filter((grant) => decides(sets, question, grant, asked, clientId))
  const parts = extent === 'some' ? sets.filtersOf(allowed) : undefined
  const witness = sets.witness(refused)
  const because =
    witness === undefined ? undefined : refusalOf(grants, sets.isEmpty(sets.intersection(refused, engine)))
  return {
    ...question,
    allowed: extent,
    grants,
    ...(because === undefined ? {} : { because }),
    ...(parts === undefined ? {} : { parts }),
    ...(witness === undefined ? {} : { refused: witness }),
    instead: extent === 'none' && because !== 'deny' ? filtersFor(user, action) : [],
  }
}

/** Of one topic it is exact, also where clients choose their identifier. */
function allowedTopics(
  sets: TopicSets,
  { user, action, topics }: Question,
  asked: TopicSet,
  clientId: string | undefined,
): TopicSet {
  if (clientId !== undefined || !isTopicName(topics))
    return createRightsReader(sets).of(user, clientId)[action]
  return decideFreely(user, action, topics.text).allowed ? asked : sets.empty
}

/** True for a topic name, which wildcards would make a filter. */
export function isTopicName({ text }: TopicFilter): boolean {
  return topicNameProblem(text) === undefined
}

function decides(
  sets: TopicSets,
  { user, action }: Question,
  grant: Grant,
  asked: TopicSet,
  clientId: string | undefined,
): boolean {
  if (grant.action !== action) return false
  const filter = grantFilter(grant, grantValues(user, clientId))
  return filter !== undefined && !sets.isEmpty(sets.intersection(asked, sets.topicsOf(filter)))
}

function refusalOf(grants: readonly Grant[], isEngineFree: boolean): NonNullable<Explanation['because']> {
  if (!isEngineFree) return 'engine'
  return grants.some(({ effect }) => effect === 'deny') ? 'deny' : 'no-grant'
}

function filtersFor({ grants }: User, action: Grant['action']): readonly string[] {
  const allows = grants.filter((grant) => grant.effect === 'allow' && grant.action === action)
  return [...new Set(allows.map(({ filter }) => filter.text))]
}
