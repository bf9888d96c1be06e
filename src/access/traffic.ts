/**
 * Where messages can be at all, and where one that is there is received by somebody: for all topics, over bridges too. What
 * the broker itself says and listens to, which begins with `$`, counts as both.
 */

import { parseFilter } from '../topic/filter.ts'
import type { TopicSet } from '../topic/topic-set.ts'
import { unionAll } from '../topic/union-all.ts'
import type { Broker } from '../topology/broker.ts'
import type { AccessModel } from './access-model.ts'
import type { Hop } from './hops.ts'
import type { Party } from './parties.ts'
import type { Rights } from './rights.ts'

/** By broker, the topics. */
type OnBrokers = Map<Broker, TopicSet>

export class Traffic {
  readonly #model: AccessModel
  readonly #dollar: TopicSet
  readonly #published: OnBrokers
  readonly #fed: OnBrokers
  readonly #heard: OnBrokers

  constructor(model: AccessModel) {
    this.#model = model
    const { sets } = model
    this.#dollar = sets.complement(sets.topicsOf(parseFilter('#')))
    this.#published = this.#rightsTo('publish')
    this.#fed = this.#spread(this.#published, (hop) => [
      hop.from,
      hop.to,
      (topics) => model.ways.carry(hop, topics),
    ])
    this.#heard = this.#spread(this.#rightsTo('subscribe'), (hop) => [
      hop.to,
      hop.from,
      (topics) => this.#carriedFrom(hop, topics),
    ])
  }

  /** On which its own users may publish. */
  published(broker: Broker): TopicSet {
    return this.#published.get(broker) ?? this.#dollar
  }

  /** On which somebody's messages can be. */
  fed(broker: Broker): TopicSet {
    return this.#fed.get(broker) ?? this.#dollar
  }

  /** On which a message is received, here or behind a bridge. */
  heard(broker: Broker): TopicSet {
    return this.#heard.get(broker) ?? this.#dollar
  }

  /** What of a member's rights can be used: to publish what is heard, to receive what is fed. Its own messages count. */
  usedBy(party: Party): Rights {
    const { sets } = this.#model
    const own = this.#model.rightsOf(party)
    const on = (topics: (broker: Broker) => TopicSet) => unionAll(sets, party.users[0].at.map(topics))
    if (this.#hearsItself(party)) return own
    const meets = (rights: TopicSet, others: TopicSet, mine: TopicSet) =>
      sets.union(sets.intersection(rights, others), sets.intersection(rights, mine))
    return {
      publish: meets(
        own.publish,
        on((broker) => this.heard(broker)),
        own.subscribe,
      ),
      subscribe: meets(
        own.subscribe,
        on((broker) => this.fed(broker)),
        own.publish,
      ),
    }
  }

  /** Messages of its own come back to it over a bridge, under whatever names. */
  #hearsItself(party: Party): boolean {
    const { at } = party.users[0]
    if (at.length < 2 || this.#model.ways.hops.length === 0) return false
    const receiver = { party, member: 'self' as const }
    return this.#model
      .flowsOf(party)
      .some(
        ({ broker, topics, over }) =>
          over !== undefined &&
          at.includes(broker) &&
          !this.#model.sets.isEmpty(this.#model.received(receiver, topics)),
      )
  }

  /** Of everybody that is connected to a broker, in the place of another one than whoever is spoken of. */
  #rightsTo(action: keyof Rights): OnBrokers {
    const { parties, sets, topology } = this.#model
    const parts = new Map<Broker, TopicSet[]>(topology.brokers.map((broker) => [broker, [this.#dollar]]))
    for (const party of parties) {
      const [{ kind, at }] = party.users
      if (kind === 'bridge') continue
      const rights = this.#model.rightsOf(party, 'other')[action]
      for (const broker of at) parts.get(broker)?.push(rights)
    }
    return new Map(Array.from(parts, ([broker, all]) => [broker, unionAll(sets, all)]))
  }

  /** Over all hops, until nothing new comes; names that grow on each round of a loop are followed for a while. */
  #spread(
    start: OnBrokers,
    step: (hop: Hop) => readonly [Broker, Broker, (topics: TopicSet) => TopicSet],
  ): OnBrokers {
    const { sets, ways, topology } = this.#model
    const reached = new Map(start)
    let isChanged = ways.hops.length > 0
    for (let rounds = topology.brokers.length + 2; isChanged && rounds > 0; rounds -= 1) {
      isChanged = false
      for (const hop of ways.hops) {
        const [from, to, taken] = step(hop)
        const known = reached.get(to) ?? sets.empty
        const now = sets.union(known, taken(reached.get(from) ?? sets.empty))
        if (now !== known) isChanged = true
        reached.set(to, now)
      }
    }
    return reached
  }

  #carriedFrom(hop: Hop, topics: TopicSet): TopicSet {
    const { sets, ways } = this.#model
    const { user, from } = hop.bridge
    if (hop.from !== from) return ways.carriedFrom(hop, topics)
    const allowed = this.#model.rightsOf(this.#model.partyOf(user)).publish
    return ways.carriedFrom(hop, sets.intersection(topics, allowed))
  }
}
