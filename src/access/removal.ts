/** What ends when a broker is gone: who is cut off, which bridges end, and which messages get nowhere any more. */

import type { TopicSet } from '../topic/topic-set.ts'
import type { Bridge } from '../topology/bridge.ts'
import type { Broker } from '../topology/broker.ts'
import type { Topology } from '../topology/topology.ts'
import type { User } from '../topology/user.ts'
import { AccessModel, type Reach } from './access-model.ts'
import { BridgeWays } from './bridge-ways.ts'
import { type Arrival, flowsFrom, hopsTo, namesOnTheWay } from './flows.ts'
import type { Hop } from './hops.ts'
import { type Member, namedFor, type Party } from './parties.ts'
import { createRightsReader } from './rights.ts'

export interface Removal {
  readonly broker: Broker
  /** Who connects to no other broker, those who are alike together. */
  readonly cutOff: readonly Party['users'][]
  readonly bridges: readonly Bridge[]
  /** Between users of whom at least one is not cut off; lost ways first. */
  readonly lost: readonly LostFlow[]
}

/** Messages that one could send to another. */
export interface LostFlow {
  readonly from: Party['users']
  readonly to: Party['users']
  /** One of the two is cut off, or there is no way between them any more. */
  readonly because: 'way' | 'sender' | 'receiver'
  /** Where they were received. */
  readonly broker: Broker
  /** One of the topics, on each broker of its way. */
  readonly names: readonly [string, ...string[]]
  readonly hops: readonly Hop[]
}

const ORDER = ['way', 'sender', 'receiver'] as const

export function removal(topology: Topology, broker: Broker): Removal {
  const model = new AccessModel(topology)
  const bridges = topology.bridges.filter(({ from, to }) => from === broker || to === broker)
  const staying = topology.bridges.filter((bridge) => !bridges.includes(bridge))
  const ways = new BridgeWays(model.sets, staying, createRightsReader(model.sets))
  const scene: Scene = { model, ways, broker }
  const people = model.parties.filter(({ users: [{ kind }] }) => kind !== 'bridge')
  const lost = people.flatMap((party) => lostBy(scene, party))
  return {
    broker,
    cutOff: people.filter(({ users: [user] }) => isCutOff(user, broker)).map(({ users }) => users),
    bridges,
    lost: ORDER.flatMap((because) => lost.filter((flow) => flow.because === because)),
  }
}

interface Scene {
  readonly model: AccessModel
  /** Without the broker. */
  readonly ways: BridgeWays
  readonly broker: Broker
}

function isCutOff({ at }: User, broker: Broker): boolean {
  return at.every((one) => one === broker)
}

/** The first topic that is lost stands for all, for each who received it. */
function lostBy(scene: Scene, party: Party): readonly LostFlow[] {
  const { model, broker } = scene
  const left = flowsLeft(scene, party)
  const lost = new Map<string, LostFlow>()
  for (const reach of model.reachOf(party)) {
    const [from, to] = [party.users[0], reach.party.users[0]]
    const isSenderOut = isCutOff(from, broker)
    const isReceiverOut = isCutOff(to, broker)
    const key = `${to.name}\0${reach.member}`
    const isSelf = reach.party === party && reach.member === 'self'
    if (isSelf || lost.has(key) || (isSenderOut && isReceiverOut)) continue
    const because = isSenderOut ? 'sender' : isReceiverOut ? 'receiver' : 'way'
    const topics = lostTopics(scene, reach, left)
    const receiver = reach.party === party ? memberOf(party, reach.member) : to
    const names = namesOf(model, reach.arrival, topics, { from, to: receiver })
    if (names === undefined) continue
    const place = { broker: reach.arrival.broker, hops: hopsTo(reach.arrival) }
    lost.set(key, { from: party.users, to: reach.party.users, because, names, ...place })
  }
  return [...lost.values()]
}

function flowsLeft({ model, ways, broker }: Scene, party: Party): readonly Arrival[] {
  const topics = model.rightsOf(party).publish
  return party.users[0].at
    .filter((at) => at !== broker)
    .flatMap((at) => flowsFrom(model.sets, ways, { broker: at, topics, qos: 2 }))
}

/** What the receiver gets nowhere on that broker any more; of a broker that is gone: unless something comes elsewhere. */
function lostTopics({ model, broker }: Scene, reach: Reach, left: readonly Arrival[]): TopicSet {
  const { sets } = model
  const { arrival } = reach
  const before = model.received(reach, arrival.topics)
  const still = left.filter(({ broker: at }) => reach.party.users[0].at.includes(at))
  if (arrival.broker === broker) {
    const isReached = still.some(({ topics }) => !sets.isEmpty(model.received(reach, topics)))
    return isReached ? sets.empty : before
  }
  const here = still.filter(({ broker: at }) => at === arrival.broker)
  return here.reduce((rest, { topics }) => sets.difference(rest, topics), before)
}

function namesOf(
  { sets, ways }: AccessModel,
  arrival: Arrival,
  topics: TopicSet,
  { from, to }: { readonly from: User; readonly to: User },
): readonly [string, ...string[]] | undefined {
  const [first, ...more] = namesOnTheWay(sets, ways, arrival, topics).map((text) => namedFor(text, from, to))
  return first === undefined ? undefined : [first, ...more]
}

function memberOf({ users: [first, second = first] }: Party, member: Member): User {
  return member === 'self' ? first : second
}
