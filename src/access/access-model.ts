/**
 * Who can send what to whom, on all brokers, for all topics: exact but for client identifiers that clients choose,
 * which count as any. What is asked is worked out when it is first asked for.
 */

import { createFilterIndex, type FilterIndex } from '../topic/filter-index.ts'
import { createTopicSets, type TopicSet, type TopicSets } from '../topic/topic-set.ts'
import type { Broker } from '../topology/broker.ts'
import type { Topology } from '../topology/topology.ts'
import type { User } from '../topology/user.ts'
import { BridgeWays } from './bridge-ways.ts'
import { withoutReserved } from './engine-topics.ts'
import { type Arrival, flowsFrom } from './flows.ts'
import { type Member, memberFilters, memberRights, membersOf, type Party, partiesOf } from './parties.ts'
import { createRightsReader, type Rights } from './rights.ts'

/** A member of a party, as seen from who sends: itself, or any other one of many. */
export interface Receiver {
  readonly party: Party
  readonly member: Member
}

/** What one can send to another. */
export interface Reach extends Receiver {
  readonly arrival: Arrival
}

export class AccessModel {
  readonly topology: Topology
  readonly sets: TopicSets = createTopicSets()
  readonly ways: BridgeWays
  readonly parties: readonly Party[]
  #partyOf: ReadonlyMap<User, Party> | undefined
  readonly #rights = new Map<Party, { self?: Rights; other?: Rights }>()
  readonly #receivers = new Map<Broker, FilterIndex<Receiver>>()
  readonly #flows = new Map<Party, readonly Arrival[]>()

  /** `mentioned`: levels that tell some names from others, beside those of grants and routes. */
  constructor(topology: Topology, mentioned: Iterable<string> = []) {
    this.topology = topology
    this.ways = new BridgeWays(this.sets, topology.bridges, createRightsReader(this.sets))
    this.parties = partiesOf(topology, mentioned)
  }

  partyOf(user: User): Party {
    this.#partyOf ??= byUser(this.parties)
    const party = this.#partyOf.get(user)
    if (party === undefined) throw new Error(`user "${user.name}" is not of this topology`)
    return party
  }

  /** What a member may publish and receive on each of its brokers, as the engine lets it. */
  rightsOf(party: Party, member: Member = 'self'): Rights {
    const known = this.#rights.get(party) ?? {}
    const rights = known[member] ?? this.#engineRights(memberRights(this.sets, party, member))
    known[member] = rights
    this.#rights.set(party, known)
    return rights
  }

  /** All that becomes of what a member of the party may publish. */
  flowsOf(party: Party): readonly Arrival[] {
    const known = this.#flows.get(party)
    if (known !== undefined) return known
    const topics = this.rightsOf(party).publish
    const flows = party.users[0].at.flatMap((broker) =>
      flowsFrom(this.sets, this.ways, { broker, topics, qos: broker.limits.maxQos ?? 2 }),
    )
    this.#flows.set(party, flows)
    return flows
  }

  /**
   * Who receives some of the topics on a broker. `sender`: the party whose member published them, under whose stand-in
   * names they are; every other party of many is then another one.
   */
  receiversOf(broker: Broker, topics: TopicSet, sender?: Party): readonly Receiver[] {
    const met = new Set(this.#receiversAt(broker).meeting(topics))
    return [...met].filter((receiver) => {
      const { party, member } = receiver
      if (party.users.length > 1 && member === 'self' && party !== sender) return false
      return !hasDeny(party) || !this.sets.isEmpty(this.received(receiver, topics))
    })
  }

  /** What of the topics a receiver gets. */
  received({ party, member }: Receiver, topics: TopicSet): TopicSet {
    return this.sets.intersection(this.rightsOf(party, member).subscribe, topics)
  }

  /** Everybody whom a member of the party can send messages to, once for each way. Bridges are ways, not receivers. */
  *reachOf(party: Party): Generator<Reach> {
    for (const arrival of this.flowsOf(party)) {
      for (const receiver of this.receiversOf(arrival.broker, arrival.topics, party))
        yield { ...receiver, arrival }
    }
  }

  #engineRights({ publish, subscribe }: Rights): Rights {
    return { publish: withoutReserved(this.sets, publish), subscribe }
  }

  #receiversAt(broker: Broker): FilterIndex<Receiver> {
    if (this.#receivers.size === 0) this.#indexReceivers()
    return this.#receivers.get(broker) ?? createFilterIndex()
  }

  #indexReceivers(): void {
    for (const broker of this.topology.brokers) this.#receivers.set(broker, createFilterIndex())
    for (const party of this.parties) {
      const [{ kind, at }] = party.users
      if (kind === 'bridge') continue
      for (const member of membersOf(party)) {
        const filters = memberFilters(
          party,
          member,
          ({ effect, action }) => effect === 'allow' && action === 'subscribe',
        )
        const receiver = { party, member }
        for (const broker of at)
          for (const filter of filters) this.#receivers.get(broker)?.add(filter, receiver)
      }
    }
  }
}

function byUser(parties: readonly Party[]): ReadonlyMap<User, Party> {
  const known = new Map<User, Party>()
  for (const party of parties) for (const user of party.users) known.set(user, party)
  return known
}

function hasDeny({ users: [{ grants }] }: Party): boolean {
  return grants.some(({ effect }) => effect === 'deny')
}
