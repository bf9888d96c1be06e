/** Who can publish or receive a topic, on which broker, and over which bridges. */

import type { TopicFilter } from '../topic/filter.ts'
import type { TopicSet } from '../topic/topic-set.ts'
import type { Broker } from '../topology/broker.ts'
import type { Topology } from '../topology/topology.ts'
import type { Grant, User } from '../topology/user.ts'
import { AccessModel } from './access-model.ts'
import { decideFreely } from './decide.ts'
import { hopsTo, namesOnTheWay } from './flows.ts'
import type { Hop } from './hops.ts'
import { namedFor, type Party } from './parties.ts'

export interface AbleUsers {
  readonly broker: Broker
  /** Alike but for their names. */
  readonly users: readonly [User, ...User[]]
  /** What lets them, as the first one has it. */
  readonly grants: readonly Grant[]
  /** For publishers on another broker: the bridges that bring the message here. */
  readonly hops: readonly Hop[]
  /** One of the topics, as the first of the users names it. */
  readonly witness: string
  /** The same, as the broker names it. */
  readonly arrivesAs: string
}

/** `topics`: one topic, or a filter of which some topic is asked about; as the named broker, or each, names it. */
export function whoCan(
  topology: Topology,
  action: Grant['action'],
  topics: TopicFilter,
  at: readonly Broker[] = topology.brokers,
): readonly AbleUsers[] {
  const model = new AccessModel(topology, topics.levels)
  return at.flatMap((broker) =>
    action === 'publish'
      ? publishersTo(model, broker, model.sets.topicsOf(topics))
      : receiversOn(model, broker, topics),
  )
}

/** Everybody whose messages on some of the topics come to the broker, which is of the model's topology. */
export function publishersTo(model: AccessModel, broker: Broker, asked: TopicSet): readonly AbleUsers[] {
  return model.parties.flatMap((party) => {
    const [first] = party.users
    if (first.kind === 'bridge') return []
    const meets = (topics: TopicSet) => model.sets.intersection(topics, asked)
    return model.flowsOf(party).flatMap((arrival): AbleUsers[] => {
      if (arrival.broker !== broker) return []
      const names = namesOnTheWay(model.sets, model.ways, arrival, meets(arrival.topics))
      return names.length === 0 ? [] : [ableUsers(party, 'publish', { broker, hops: hopsTo(arrival), names })]
    })
  })
}

function receiversOn(model: AccessModel, broker: Broker, topics: TopicFilter): readonly AbleUsers[] {
  const asked = model.sets.topicsOf(topics)
  return model.parties.flatMap((party): AbleUsers[] => {
    const [first] = party.users
    if (first.kind === 'bridge' || !first.at.includes(broker)) return []
    const name = model.sets.witness(model.received({ party, member: 'self' }, asked))
    if (name === undefined) return []
    return [ableUsers(party, 'subscribe', { broker, hops: [], names: [name] })]
  })
}

interface Way {
  readonly broker: Broker
  readonly hops: readonly Hop[]
  /** Of the topic, from where it is published to here. */
  readonly names: readonly string[]
}

function ableUsers({ users }: Party, action: Grant['action'], { broker, hops, names }: Way): AbleUsers {
  const [witness = '', arrivesAs = ''] = [names[0], names.at(-1)].map((name = '') =>
    namedFor(name, users[0], users[0]),
  )
  return { broker, users, grants: decideFreely(users[0], action, witness).grants, hops, witness, arrivesAs }
}
