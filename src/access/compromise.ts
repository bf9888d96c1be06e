/** What somebody can do who has a user's credentials: where they let in, what can be read and sent, and to whom. */

import type { TopicSet } from '../topic/topic-set.ts'
import type { Broker, Listener } from '../topology/broker.ts'
import { secretName } from '../topology/secret.ts'
import type { Topology } from '../topology/topology.ts'
import type { User } from '../topology/user.ts'
import { AccessModel } from './access-model.ts'
import { admits } from './admission.ts'
import { hopsTo, namesOnTheWay } from './flows.ts'
import type { Hop } from './hops.ts'
import { namedFor, type Party } from './parties.ts'

export interface Compromise {
  readonly user: User
  /** Listeners of its brokers that let it in. */
  readonly doors: readonly Door[]
  readonly rights: readonly BrokerRights[]
  /** Whom its messages reach. */
  readonly reaches: readonly Contact[]
  /** Whose messages it can read. */
  readonly reads: readonly Contact[]
  /** Other users whose password or key comes from the same place. */
  readonly sharing: readonly User[]
}

export interface Door {
  readonly broker: Broker
  readonly listener: Listener
}

export interface BrokerRights {
  readonly broker: Broker
  readonly publish: TopicsText
  readonly subscribe: TopicsText
}

/** What filters say, or a witness where no list of filters does; neither: nothing. */
export interface TopicsText {
  readonly filters?: readonly string[]
  readonly witness?: string
}

/** Messages between the user and others who are alike. */
export interface Contact {
  readonly users: Party['users']
  /** Where they are received. */
  readonly broker: Broker
  /** One of the topics, on each broker of its way. */
  readonly names: readonly [string, ...string[]]
  readonly hops: readonly Hop[]
}

export function compromise(topology: Topology, user: User): Compromise {
  const model = new AccessModel(topology, [user.name, user.clientId ?? user.name])
  const party = model.partyOf(user)
  return {
    user,
    doors: user.at.flatMap((broker) =>
      broker.listeners.filter((listener) => admits(listener, user)).map((listener) => ({ broker, listener })),
    ),
    rights: user.at.map((broker) => ({ broker, ...rightsText(model, party) })),
    reaches: reachedBy(model, party),
    reads: readBy(model, party),
    sharing: sharing(topology, user),
  }
}

function rightsText(model: AccessModel, party: Party): Pick<BrokerRights, 'publish' | 'subscribe'> {
  const { publish, subscribe } = model.rightsOf(party)
  return { publish: topicsText(model, publish), subscribe: topicsText(model, subscribe) }
}

function topicsText({ sets }: AccessModel, topics: TopicSet): TopicsText {
  const [filters, witness] = [sets.filtersOf(topics), sets.witness(topics)]
  if (witness === undefined) return {}
  return filters === undefined ? { witness } : { filters }
}

function reachedBy(model: AccessModel, party: Party): readonly Contact[] {
  const contacts = new Map<string, Contact>()
  for (const { party: other, member, arrival } of model.reachOf(party)) {
    if (other === party) continue
    const topics = model.received({ party: other, member }, arrival.topics)
    add(contacts, model, { speaker: party.users[0], other, arrival, topics })
  }
  return [...contacts.values()]
}

function readBy(model: AccessModel, party: Party): readonly Contact[] {
  const contacts = new Map<string, Contact>()
  for (const other of model.parties) {
    if (other === party || other.users[0].kind === 'bridge') continue
    for (const arrival of model.flowsOf(other)) {
      if (!party.users[0].at.includes(arrival.broker)) continue
      const topics = model.received({ party, member: 'self' }, arrival.topics)
      add(contacts, model, { speaker: other.users[0], other, arrival, topics })
    }
  }
  return [...contacts.values()]
}

interface Meeting {
  /** Who publishes. */
  readonly speaker: User
  readonly other: Party
  readonly arrival: Parameters<typeof hopsTo>[0]
  readonly topics: TopicSet
}

/** The first way to each broker stands for all. */
function add(
  contacts: Map<string, Contact>,
  { sets, ways }: AccessModel,
  { speaker, other, arrival, topics }: Meeting,
): void {
  const [first] = other.users
  const key = `${first.name}\0${arrival.broker.name}`
  if (contacts.has(key)) return
  const [name, ...more] = namesOnTheWay(sets, ways, arrival, topics).map((text) =>
    namedFor(text, speaker, first),
  )
  if (name === undefined) return
  const { broker } = arrival
  contacts.set(key, { users: other.users, broker, names: [name, ...more], hops: hopsTo(arrival) })
}

function sharing({ users }: Topology, user: User): readonly User[] {
  const own = givenSecret(user)
  if (own === undefined) return []
  return users.filter((other) => other !== user && givenSecret(other) === own)
}

function givenSecret({ authentication }: User): string | undefined {
  if (authentication.kind !== 'password' && authentication.kind !== 'psk') return undefined
  return authentication.secret.from === 'generate' ? undefined : secretName(authentication.secret)
}
