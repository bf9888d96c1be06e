/** Where messages get to: hop by hop over bridges, for sets of topics, to the end. */

import type { TopicSet, TopicSets } from '../topic/topic-set.ts'
import type { Bridge } from '../topology/bridge.ts'
import type { Broker, Qos } from '../topology/broker.ts'
import { type BridgeWays, qosBehind } from './bridge-ways.ts'
import type { Hop } from './hops.ts'

/** Messages on a broker, and how they came there. */
export interface Arrival {
  readonly broker: Broker
  /** As this broker names them. */
  readonly topics: TopicSet
  /** The highest that they can have here. */
  readonly qos: Qos
  /** Absent where they were published on this broker. */
  readonly over?: { readonly hop: Hop; readonly from: Arrival }
}

/** A message that comes over the same hop again goes round; it is followed no further than this often. */
const MAX_ROUNDS = 2
/** Only loops make so many. */
const MAX_ARRIVALS = 100_000

/**
 * All that becomes of messages on these topics, the broker itself first. Topics that have come the same way already are
 * left out, so that this ends; those that get new names on each round of a loop are followed for a few rounds.
 */
export function flowsFrom(
  sets: TopicSets,
  ways: BridgeWays,
  start: Omit<Arrival, 'over'>,
): readonly Arrival[] {
  const seen = new Map<Bridge | undefined, Map<Broker, Map<Qos, TopicSet>>>()
  const unseen = ({ broker, topics, qos, over }: Arrival) => {
    const brokers = seen.get(over?.hop.bridge) ?? new Map<Broker, Map<Qos, TopicSet>>()
    const known = brokers.get(broker) ?? new Map<Qos, TopicSet>()
    seen.set(over?.hop.bridge, brokers.set(broker, known))
    const better = ([0, 1, 2] as const).filter((other) => other >= qos)
    const fresh = better.reduce(
      (left, other) => sets.difference(left, known.get(other) ?? sets.empty),
      topics,
    )
    known.set(qos, sets.union(known.get(qos) ?? sets.empty, fresh))
    return fresh
  }
  return walk(ways, start, (arrival) => ({ ...arrival, topics: unseen(arrival) }), sets)
}

/**
 * Every copy of one message: as {@link flowsFrom}, but what comes twice counts twice. Ends after `limit` copies, which
 * only a loop or very many ways to one broker make.
 */
export function copiesOf(
  sets: TopicSets,
  ways: BridgeWays,
  start: Omit<Arrival, 'over'>,
  limit = 1000,
): readonly Arrival[] {
  return walk(ways, start, (arrival) => arrival, sets, limit)
}

function walk(
  ways: BridgeWays,
  start: Arrival,
  keep: (arrival: Arrival) => Arrival,
  sets: TopicSets,
  limit = MAX_ARRIVALS,
): readonly Arrival[] {
  const arrivals = [keep(start)].filter(({ topics }) => !sets.isEmpty(topics))
  for (const from of arrivals) {
    for (const hop of ways.leaving(from.broker, from.topics, from.over?.hop.bridge)) {
      if (arrivals.length >= limit || rounds(from, hop) >= MAX_ROUNDS) continue
      const topics = ways.carry(hop, from.topics)
      const arrival = keep({ broker: hop.to, topics, qos: qosBehind(hop, from.qos), over: { hop, from } })
      if (!sets.isEmpty(arrival.topics)) arrivals.push(arrival)
    }
  }
  return arrivals
}

/** The hops that messages came by, the first one first. */
export function hopsTo(arrival: Arrival): readonly Hop[] {
  const hops: Hop[] = []
  for (let at: Arrival | undefined = arrival; at?.over !== undefined; at = at.over.from)
    hops.unshift(at.over.hop)
  return hops
}

/** What one of the topics was called on each broker of its way, here last. */
export function namesOnTheWay(
  sets: TopicSets,
  ways: BridgeWays,
  arrival: Arrival,
  topics: TopicSet,
): readonly string[] {
  const names: string[] = []
  let here = topics
  for (let at = arrival; ; at = at.over.from) {
    const name = sets.witness(here)
    if (name === undefined) return names
    names.unshift(name)
    if (at.over === undefined) return names
    here = sets.intersection(
      at.over.from.topics,
      ways.carriedFrom(at.over.hop, sets.topicsOf({ text: name, levels: name.split('/') })),
    )
  }
}

function rounds(from: Arrival, hop: Hop): number {
  let count = 0
  for (let at: Arrival | undefined = from; at?.over !== undefined; at = at.over.from) {
    if (at.over.hop === hop) count += 1
  }
  return count
}
