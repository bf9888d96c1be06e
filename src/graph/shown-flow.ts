/** Messages that a picture shows on their way: who sends them, over which bridges, who receives them. */

import { AccessModel } from '../access/access-model.ts'
import { type Arrival, flowsFrom } from '../access/flows.ts'
import type { Hop } from '../access/hops.ts'
import { inWords, type Party } from '../access/parties.ts'
import { parseFilter, type TopicFilter } from '../topic/filter.ts'
import type { TopicSet } from '../topic/topic-set.ts'
import type { Broker } from '../topology/broker.ts'
import type { Topology } from '../topology/topology.ts'
import type { User } from '../topology/user.ts'

/** Each with the topics as they are named there: filters, or one topic. */
export interface ShownFlow {
  readonly title: string
  readonly sent: readonly AtBroker[]
  readonly carried: readonly { readonly hop: Hop; readonly topics: readonly string[] }[]
  readonly received: readonly AtBroker[]
}

interface AtBroker {
  readonly users: readonly User[]
  readonly broker: Broker
  readonly topics: readonly string[]
}

export interface AskedFlow {
  /** As they are named where they are published; absent: all. */
  readonly topics?: TopicFilter
  /** Who sends or receives them; absent: anybody. */
  readonly user?: User
}

/** All messages on some topics, from or to one user or anybody, for all topics exactly. */
export function askedFlow(topology: Topology, { topics, user }: AskedFlow): ShownFlow {
  const mentioned = [...(topics?.levels ?? []), ...(user === undefined ? [] : [user.name])]
  const model = new AccessModel(topology, mentioned)
  const flow = new FlowSets(model)
  const asked = topics === undefined ? model.sets.all : model.sets.topicsOf(topics)
  for (const party of model.parties) {
    if (party.users[0].kind === 'bridge') continue
    const isAsked = user === undefined || party.users.includes(user)
    for (const arrival of arrivals(model, party, asked))
      if (isAsked) flow.addArrival(party, arrival)
      else flow.addWayTo(model.partyOf(user), party, arrival)
  }
  const of = topics === undefined ? 'all messages' : `messages on ${topics.text}`
  return flow.shown(user === undefined ? of : `${of}, from and to ${user.name}`)
}

/** One message on its way, such as one that breaks a policy; without a sender, from where it gets onto the way. */
export function messageFlow(
  topology: Topology,
  title: string,
  { from, broker, topic, hops, to }: Message,
): ShownFlow {
  const model = new AccessModel(topology)
  const { sets, ways } = model
  let topics = sets.topicsOf(parseFilter(topic))
  let here = broker
  const names = () => [sets.witness(topics) ?? topic]
  const sent = from === undefined ? [] : [{ users: [from], broker, topics: names() }]
  const carried = hops.map((hop) => {
    topics = ways.carry(hop, topics)
    here = hop.to
    return { hop, topics: names() }
  })
  return {
    title,
    sent,
    carried,
    received: to === undefined ? [] : [{ users: [to], broker: here, topics: names() }],
  }
}

interface Message {
  readonly from?: User
  readonly broker: Broker
  readonly topic: string
  readonly hops: readonly Hop[]
  readonly to?: User
}

/** All that becomes of what the party may publish of the topics. */
function arrivals(model: AccessModel, party: Party, asked: TopicSet): readonly Arrival[] {
  const { sets, ways } = model
  const topics = sets.intersection(model.rightsOf(party).publish, asked)
  return party.users[0].at.flatMap((broker) =>
    flowsFrom(sets, ways, { broker, topics, qos: broker.limits.maxQos ?? 2 }),
  )
}

type SetsAt<Who> = Map<Who, Map<Broker, TopicSet>>

class FlowSets {
  readonly #model: AccessModel
  readonly #sent: SetsAt<Party> = new Map()
  readonly #received: SetsAt<Party> = new Map()
  readonly #carried: SetsAt<Hop> = new Map()

  constructor(model: AccessModel) {
    this.#model = model
  }

  /** What the party sends, once it is here, and everybody who receives it. */
  addArrival(sender: Party, { broker, topics, over }: Arrival): void {
    if (over === undefined) this.#add(this.#sent, sender, broker, topics)
    else this.#add(this.#carried, over.hop, broker, topics)
    for (const receiver of this.#model.receiversOf(broker, topics, sender))
      this.#add(this.#received, receiver.party, broker, this.#model.received(receiver, topics))
  }

  /** What the receiver gets of it, back to where it was published. */
  addWayTo(receiver: Party, sender: Party, arrival: Arrival): void {
    const { sets, ways } = this.#model
    if (!receiver.users[0].at.includes(arrival.broker)) return
    let topics = this.#model.received({ party: receiver, member: 'self' }, arrival.topics)
    if (sets.isEmpty(topics)) return
    this.#add(this.#received, receiver, arrival.broker, topics)
    let at = arrival
    for (; at.over !== undefined; at = at.over.from) {
      this.#add(this.#carried, at.over.hop, at.broker, topics)
      topics = sets.intersection(at.over.from.topics, ways.carriedFrom(at.over.hop, topics))
    }
    this.#add(this.#sent, sender, at.broker, topics)
  }

  shown(title: string): ShownFlow {
    const atBrokers = (at: SetsAt<Party>) =>
      [...at].flatMap(([{ users }, sets]) =>
        Array.from(sets, ([broker, topics]) => ({ users, broker, topics: this.#texts(topics) })),
      )
    const carried = [...this.#carried].flatMap(([hop, sets]) =>
      Array.from(sets.values(), (topics) => ({ hop, topics: this.#texts(topics) })),
    )
    return { title, sent: atBrokers(this.#sent), carried, received: atBrokers(this.#received) }
  }

  #add<Who>(at: SetsAt<Who>, who: Who, broker: Broker, topics: TopicSet): void {
    const known = at.get(who) ?? new Map<Broker, TopicSet>()
    at.set(who, known.set(broker, this.#model.sets.union(known.get(broker) ?? topics, topics)))
  }

  #texts(topics: TopicSet): readonly string[] {
    const { sets } = this.#model
    const filters = sets.filtersOf(topics) ?? [`such as ${sets.witness(topics) ?? ''}`]
    return filters.map(inWords)
  }
}
