/** Finds the ways on which a message comes back to a broker that has sent it out already. */

import { type Hop, hopsOf, renamed } from '../access/hops.ts'
import { meet, type TopicFilter } from '../topic/filter.ts'
import type { Bridge } from '../topology/bridge.ts'
import type { Broker } from '../topology/broker.ts'

export interface BridgeLoop {
  readonly hops: readonly [Hop, ...Hop[]]
  /** A message that goes round, as the first broker names it when it leaves and when it is back. */
  readonly leavesAs: string
  readonly returnsAs: string
}

/** Longer ways are not looked at. */
const MAX_HOPS = 8
/** Bounds the work in topologies with very many bridges between few brokers. */
const MAX_STEPS = 200_000

/**
 * One loop for each set of bridges that has one. A bridge never sends back what came over it ("no local"), so two
 * hops in a row always belong to different bridges.
 */
export function findBridgeLoops(bridges: readonly Bridge[]): readonly BridgeLoop[] {
  const search = new LoopSearch(bridgesInCircles(bridges).flatMap(hopsOf))
  return search.run()
}

class LoopSearch {
  readonly #hopsFrom = new Map<Broker, Hop[]>()
  readonly #loops = new Map<string, BridgeLoop>()
  #steps = 0

  constructor(hops: readonly Hop[]) {
    for (const hop of hops) this.#hopsFrom.set(hop.from, [...(this.#hopsFrom.get(hop.from) ?? []), hop])
  }

  run(): readonly BridgeLoop[] {
    for (const first of [...this.#hopsFrom.values()].flat()) this.#walk([first], first.source)
    return [...this.#loops.values()]
  }

  /** Follows `topics`, as the broker before the last hop names them, over that hop and all that may come after it. */
  #walk(hops: readonly [Hop, ...Hop[]], topics: TopicFilter): void {
    const last = hops.at(-1) ?? hops[0]
    const arriving = renamed(topics, last.source, last.target)
    for (const next of this.#hopsFrom.get(last.to) ?? []) {
      if (next.bridge === last.bridge || this.#steps++ > MAX_STEPS) continue
      const going = meet(arriving, next.source)
      if (going === undefined) continue
      if (next === hops[0]) this.#add(hops, going)
      else if (hops.length < MAX_HOPS && !hops.includes(next)) this.#walk([...hops, next], going)
    }
  }

  #add(hops: readonly [Hop, ...Hop[]], returning: TopicFilter): void {
    const key = [...new Set(hops.map(({ bridge }) => bridge.name))].sort().join(' ')
    if (this.#loops.has(key)) return
    const end = exampleOf(returning)
    const start = hops.reduceRight((topic, { source, target }) => renamed(topic, target, source), end)
    this.#loops.set(key, { hops, leavesAs: start.text, returnsAs: end.text })
  }
}

/** A topic of the filter, as a filter without wildcards. */
function exampleOf({ levels }: TopicFilter): TopicFilter {
  const ground = levels.filter((level) => level !== '#').map((level) => (level === '+' ? 'x' : level))
  return { text: ground.join('/'), levels: ground }
}

/** Leaves out, again and again, the bridges to brokers that no other bridge reaches: nothing goes round there. */
function bridgesInCircles(bridges: readonly Bridge[]): readonly Bridge[] {
  const ends = new Map<Broker, number>()
  for (const broker of bridges.flatMap(({ from, to }) => [from, to]))
    ends.set(broker, (ends.get(broker) ?? 0) + 1)
  const left = bridges.filter(({ from, to }) => ends.get(from) !== 1 && ends.get(to) !== 1)
  return left.length === bridges.length ? left : bridgesInCircles(left)
}
