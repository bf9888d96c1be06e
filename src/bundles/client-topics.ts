/** The topics that a client's own program is meant to use. */

import { grantValues } from '../access/grant-values.ts'
import type { TopicFilter } from '../topic/filter.ts'
import { covers } from '../topic/filter.ts'
import { instantiate, isGround, widen } from '../topic/filter-template.ts'
import type { Qos } from '../topology/broker.ts'
import type { Grant, User } from '../topology/user.ts'

export interface ClientTopic {
  /** A topic filter; a topic name where {@link wildcard} is false. */
  readonly topic: string
  readonly wildcard: boolean
  /** The QoS that the spec intends, 0 where it says nothing, never above what the listener takes. */
  readonly qos: Qos
  /** False where retained messages are not to be published. */
  readonly retain: boolean
}

/**
 * The filters that a user is allowed for one action, in the order of its grants and each once, with its variables
 * filled in. What a single deny takes away whole is left out; a deny inside a filter is not shown.
 */
export function clientTopics(user: User, action: Grant['action'], maxQos: Qos): readonly ClientTopic[] {
  const values = grantValues(user)
  const filters = (effect: Grant['effect']) =>
    user.grants.flatMap((grant) => {
      if (grant.effect !== effect || grant.action !== action) return []
      const known = instantiate(grant.filter, values)
      if (known === undefined || (effect === 'deny' && !isGround(known))) return []
      return [{ grant, filter: widen(known) }]
    })
  const denied = filters('deny')
  const topics = new Map<string, ClientTopic>()
  for (const { grant, filter } of filters('allow')) {
    if (topics.has(filter.text) || denied.some((deny) => covers(deny.filter, filter))) continue
    topics.set(filter.text, clientTopic(filter, grant, maxQos))
  }
  return [...topics.values()]
}

function clientTopic({ text, levels }: TopicFilter, { qos = 0, retain }: Grant, maxQos: Qos): ClientTopic {
  return {
    topic: text,
    wildcard: levels.some((level) => level === '+' || level === '#'),
    qos: atMost(qos, maxQos),
    retain: retain === 'allow',
  }
}

export function atMost(qos: Qos, maxQos: Qos): Qos {
  return qos < maxQos ? qos : maxQos
}
