/** What becomes of one message: on which brokers it arrives, under which names, who receives it and who does not. */

import { parseFilter } from '../topic/filter.ts'
import type { Broker, Qos } from '../topology/broker.ts'
import type { Topology } from '../topology/topology.ts'
import type { Grant, User } from '../topology/user.ts'
import { AccessModel } from './access-model.ts'
import { decideFreely } from './decide.ts'
import { type Arrival, copiesOf, hopsTo } from './flows.ts'
import type { Hop } from './hops.ts'
import type { Party } from './parties.ts'

/** A copy of the message on a broker. */
export interface Copy {
  readonly broker: Broker
  readonly topic: string
  readonly qos: Qos
  /** The hops it came by, the first one first. */
  readonly hops: readonly Hop[]
  readonly receivers: readonly Recipient[]
  /** Users of the broker who would receive it, but for a deny. */
  readonly denied: readonly Recipient[]
  /** How many users of the broker may not receive it, denied ones included. */
  readonly others: number
  /** Hops that lead on from here and do not carry it. */
  readonly notOver: readonly {
    readonly hop: Hop
    readonly because: 'came-over-it' | 'other-topics' | 'refused'
  }[]
}

export interface Recipient {
  /** Alike but for their names. */
  readonly users: Party['users']
  readonly grants: readonly Grant[]
}

/** `qos`: what it is published with. The user must be allowed to publish it: see `explain.ts`. */
export function trace(topology: Topology, broker: Broker, topic: string, qos: Qos): readonly Copy[] {
  const model = new AccessModel(topology, topic.split('/'))
  const start = { broker, topics: model.sets.topicsOf(parseFilter(topic)), qos }
  return copiesOf(model.sets, model.ways, start).map((arrival) => copyOf(model, arrival))
}

function copyOf(model: AccessModel, arrival: Arrival): Copy {
  const { broker, topics, qos } = arrival
  const topic = model.sets.witness(topics) ?? ''
  const here = model.parties.filter(({ users: [{ kind, at }] }) => kind !== 'bridge' && at.includes(broker))
  const verdicts = here.map(({ users }) => ({ users, ...decideFreely(users[0], 'subscribe', topic) }))
  const recipients = (isWanted: (verdict: (typeof verdicts)[number]) => boolean) =>
    verdicts.filter(isWanted).map(({ users, grants }) => ({ users, grants }))
  return {
    ...{ broker, topic, qos, hops: hopsTo(arrival) },
    receivers: recipients(({ allowed }) => allowed),
    denied: recipients(
      ({ allowed, grants, users: [user] }) => !allowed && grants.length > 0 && wouldReceive(user, topic),
    ),
    others: verdicts.filter(({ allowed }) => !allowed).reduce((sum, { users }) => sum + users.length, 0),
    notOver: hopsNotTaken(model, arrival),
  }
}

function wouldReceive(user: User, topic: string): boolean {
  const grants = user.grants.filter(({ effect }) => effect === 'allow')
  return decideFreely({ ...user, grants }, 'subscribe', topic).allowed
}

function hopsNotTaken({ sets, ways }: AccessModel, { broker, topics, over }: Arrival): Copy['notOver'] {
  const matching = new Set(ways.leaving(broker, topics))
  return ways.hops
    .filter(({ from }) => from === broker)
    .flatMap((hop): Copy['notOver'] => {
      if (!matching.has(hop)) return [{ hop, because: 'other-topics' }]
      if (hop.bridge === over?.hop.bridge) return [{ hop, because: 'came-over-it' }]
      return sets.isEmpty(ways.carry(hop, topics)) ? [{ hop, because: 'refused' }] : []
    })
}
