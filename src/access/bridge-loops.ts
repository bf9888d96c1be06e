/**
 * Finds the ways on which a message comes back to a hop that has carried it already, or proves that there is none: of
 * all topics, over any number of hops, also of those that get new names on each round.
 */

import type { TopicSet, TopicSets } from '../topic/topic-set.ts'
import { createTopicSets } from '../topic/topic-set.ts'
import type { Bridge } from '../topology/bridge.ts'
import { BridgeWays } from './bridge-ways.ts'
import type { Hop } from './hops.ts'
import { createRightsReader } from './rights.ts'

export interface BridgeLoop {
  readonly hops: readonly [Hop, ...Hop[]]
  /** A message that goes round, as the first broker names it when it leaves and when it is back. */
  readonly leavesAs: string
  readonly returnsAs: string
}

/** Whoever has so many loops has learnt of the trouble. */
const MAX_LOOPS = 20

/**
 * One loop for each set of bridges that has one; of very many, the first. A bridge never sends back what came over it
 * ("no local"), so two hops in a row always belong to different bridges.
 */
export function findBridgeLoops(bridges: readonly Bridge[]): readonly BridgeLoop[] {
  const sets = createTopicSets()
  const ways = new BridgeWays(sets, bridges, createRightsReader(sets))
  const loops = new Map<string, BridgeLoop>()
  const circling = hopsInCircles(sets, ways)
  for (const first of circling) {
    if (loops.size >= MAX_LOOPS) break
    const loop = loopOver(sets, ways, first, circling)
    if (loop === undefined) continue
    const key = [...new Set(loop.hops.map(({ bridge }) => bridge.name))].sort().join('\0')
    if (!loops.has(key)) loops.set(key, loop)
  }
  return [...loops.values()]
}

/** What has just come over each hop, as it is named behind it. */
type Layer = ReadonlyMap<Hop, TopicSet>

/**
 * Follows all that the hop can carry until some of it goes over the hop again, or nothing goes on. What has come over
 * a hop once need not come again, and a shortest way round takes no hop twice, so longer ones need not be looked at.
 */
function loopOver(
  sets: TopicSets,
  ways: BridgeWays,
  first: Hop,
  circling: ReadonlySet<Hop>,
): BridgeLoop | undefined {
  const seen = new Map<Hop, TopicSet>()
  const layers: Layer[] = [new Map([[first, ways.carry(first, sets.all)]])]
  for (let layer = layers[0]; layer !== undefined && layers.length <= circling.size; ) {
    const next = nextLayer(sets, ways, layer, circling)
    const back = next.get(first)
    if (back !== undefined) return loopOf(sets, ways, first, layers, back)
    for (const [hop, topics] of next) {
      const known = seen.get(hop) ?? sets.empty
      const fresh = sets.difference(topics, known)
      if (sets.isEmpty(fresh)) next.delete(hop)
      else next.set(hop, fresh)
      seen.set(hop, sets.union(known, topics))
    }
    layer = next.size === 0 ? undefined : next
    layers.push(next)
  }
  return undefined
}

function nextLayer(
  sets: TopicSets,
  ways: BridgeWays,
  layer: Layer,
  circling: ReadonlySet<Hop>,
): Map<Hop, TopicSet> {
  const next = new Map<Hop, TopicSet>()
  for (const [{ to, bridge }, topics] of layer) {
    for (const hop of ways.leaving(to, topics, bridge)) {
      const arriving = circling.has(hop) ? ways.carry(hop, topics) : sets.empty
      if (!sets.isEmpty(arriving)) next.set(hop, sets.union(arriving, next.get(hop) ?? sets.empty))
    }
  }
  return next
}

/** Goes back through the layers from `back`, which came over the first hop for the second time. */
function loopOf(
  sets: TopicSets,
  ways: BridgeWays,
  first: Hop,
  layers: readonly Layer[],
  back: TopicSet,
): BridgeLoop {
  const hops: Hop[] = []
  let [hop, name] = [first, sets.witness(back) ?? '']
  const nameBefore = () => sets.topicsOf({ text: name, levels: name.split('/') })
  const names: string[] = []
  for (const layer of [...layers].reverse()) {
    const before = ways.carriedFrom(hop, nameBefore())
    const [way] = Array.from(layer)
      .filter(([{ to, bridge }]) => to === hop.from && bridge !== hop.bridge)
      .map(([hop, topics]) => ({ hop, topics: sets.intersection(topics, before) }))
      .filter(({ topics }) => !sets.isEmpty(topics))
    if (way === undefined) break
    hop = way.hop
    name = sets.witness(way.topics) ?? ''
    hops.unshift(hop)
    names.push(name)
  }
  const leavesAs = sets.witness(ways.carriedFrom(first, nameBefore())) ?? name
  const [, ...others] = hops
  return { hops: [first, ...others], leavesAs, returnsAs: names[0] ?? name }
}

/** Leaves out, again and again, hops that nothing comes to or that nothing goes on from. */
function hopsInCircles(sets: TopicSets, ways: BridgeWays): ReadonlySet<Hop> {
  const left = new Set(ways.hops)
  const after = new Map(
    ways.hops.map((hop) => [hop, ways.leaving(hop.to, ways.carry(hop, sets.all), hop.bridge)] as const),
  )
  for (let before = -1; before !== left.size; ) {
    before = left.size
    const reached = new Set([...left].flatMap((hop) => after.get(hop) ?? []))
    for (const hop of left) {
      if (!reached.has(hop) || !after.get(hop)?.some((next) => left.has(next))) left.delete(hop)
    }
  }
  return left
}
