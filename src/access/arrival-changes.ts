/**
 * What bridges bring of users' messages to brokers where those users are not, in one of two topologies and not in the
 * other: a route that changes lets others send what they could not, though no grant of theirs has changed.
 */

import { compareText } from '../files/compare-text.ts'
import { createTopicSets, type TopicSet, type TopicSets } from '../topic/topic-set.ts'
import type { Topology } from '../topology/topology.ts'
import { withoutUndefined } from '../topology/without-undefined.ts'
import { type ChangedUsers, groupOf, type SizedChange, shortFilters } from './access-change.ts'
import { BridgeWays } from './bridge-ways.ts'
import { withoutReserved } from './engine-topics.ts'
import { type Arrival, flowsFrom, hopsTo, namesOnTheWay } from './flows.ts'
import { type LikePair, likePairs } from './like-pairs.ts'
import { asOf } from './own-form.ts'
import { memberRights, type Party } from './parties.ts'
import { createRightsReader } from './rights.ts'

/** `changed`: the users whose own rights change; where no bridge does, the others send what they did. */
export function arrivalChanges(
  before: Topology,
  after: Topology,
  changed: readonly ChangedUsers[],
): readonly SizedChange[] {
  if (before.bridges.length + after.bridges.length === 0) return []
  const isSame = bridgesText(before) === bridgesText(after)
  const names = isSame ? new Set(changed.flatMap(({ names }) => names)) : undefined
  if (names?.size === 0) return []
  const sets = createTopicSets()
  const [old, now] = [worldOf(sets, before), worldOf(sets, after)]
  return likePairs(before, after, names).flatMap((pair) => {
    const [had, has] = [seenFrom(old, pair.old), seenFrom(now, pair.now)]
    return [...change(now, 'gain', pair, had, has), ...change(old, 'loss', pair, has, had)]
  })
}

/** What bridges do to topics. */
function bridgesText({ bridges }: Topology): string {
  const texts = bridges.map(({ name, from, to, routes, user }) => [
    ...[name, from.name, to.name],
    ...routes.map(({ direction, local, remote }) => [direction, local.text, remote.text]),
    ...user.grants.map(({ effect, action, filter }) => [effect, action, filter.text]),
  ])
  return JSON.stringify(texts)
}

interface World {
  readonly sets: TopicSets
  readonly ways: BridgeWays
}

function worldOf(sets: TopicSets, { bridges }: Topology): World {
  return { sets, ways: new BridgeWays(sets, bridges, createRightsReader(sets)) }
}

/** What one can make appear on a broker. */
interface Seen {
  /** As it publishes it there itself. */
  readonly own: TopicSet
  readonly brought: TopicSet
  readonly arrivals: readonly Arrival[]
}

function seenFrom(world: World, party: Party | undefined): ReadonlyMap<string, Seen> {
  const seen = new Map<string, Seen>()
  if (party === undefined) return seen
  const { sets, ways } = world
  const topics = withoutReserved(sets, memberRights(sets, party, 'self').publish)
  for (const broker of party.users[0].at) {
    for (const arrival of flowsFrom(sets, ways, { broker, topics, qos: 2 })) {
      const { own, brought, arrivals } = seen.get(arrival.broker.name) ?? nothing(world)
      const next =
        arrival.over === undefined
          ? { own: sets.union(own, arrival.topics), brought, arrivals }
          : { own, brought: sets.union(brought, arrival.topics), arrivals: [...arrivals, arrival] }
      seen.set(arrival.broker.name, next)
    }
  }
  return seen
}

function nothing({ sets }: World): Seen {
  return { own: sets.empty, brought: sets.empty, arrivals: [] }
}

/** What `side` has beyond `other`; what is published on the broker itself is told as a right. */
function change(
  world: World,
  effect: 'gain' | 'loss',
  pair: LikePair,
  other: ReadonlyMap<string, Seen>,
  side: ReadonlyMap<string, Seen>,
): readonly SizedChange[] {
  const { sets } = world
  return [...side.keys()].sort(compareText).flatMap((broker): SizedChange[] => {
    const [had, has] = [other.get(broker) ?? nothing(world), side.get(broker) ?? nothing(world)]
    const known = sets.union(sets.union(had.own, had.brought), has.own)
    const topics = sets.difference(has.brought, known)
    const way = wayOf(world, has.arrivals, topics)
    const speaker = pair.after ?? pair.before
    if (way === undefined || speaker === undefined) return []
    const [sentAs = '', witness = ''] = [way.names[0], way.names.at(-1)].map((name = '') =>
      asOf(speaker, name),
    )
    const change = withoutUndefined({
      ...{ effect, who: groupOf(pair), broker, action: 'publish' as const, over: way.over },
      ...{ filters: shortFilters(sets, pair, topics), witness, sentAs },
    })
    return [{ change, size: sets.sizeOf(topics) }]
  })
}

function wayOf({ sets, ways }: World, arrivals: readonly Arrival[], topics: TopicSet) {
  for (const arrival of arrivals) {
    const some = sets.intersection(arrival.topics, topics)
    if (sets.isEmpty(some)) continue
    const over = hopsTo(arrival).map(({ bridge }) => bridge.name)
    return { over, names: namesOnTheWay(sets, ways, arrival, some) }
  }
  return undefined
}
