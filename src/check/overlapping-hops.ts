/** Finds pairs of hops that carry the same messages. */

import type { Hop } from '../access/hops.ts'
import { meet } from '../topic/filter.ts'
import { createFilterIndex } from '../topic/filter-index.ts'
import type { Broker } from '../topology/broker.ts'

export interface HopOverlap {
  readonly hop: Hop
  /** Stands before `hop`. */
  readonly other: Hop
  /** What both carry, as the broker that sends it names it. */
  readonly topic: string
}

/** For each hop the first before it with the same brokers and an overlapping source that `counts`. */
export function* overlappingHops(
  hops: Iterable<Hop>,
  counts: (hop: Hop, other: Hop) => boolean = () => true,
): Generator<HopOverlap> {
  const indexes = new Map<Broker, Map<Broker, ReturnType<typeof createFilterIndex<Hop>>>>()
  for (const hop of hops) {
    const from = indexes.get(hop.from) ?? new Map()
    indexes.set(hop.from, from)
    const index = from.get(hop.to) ?? createFilterIndex<Hop>()
    from.set(hop.to, index)
    for (const other of index.overlapping(hop.source)) {
      const common = meet(hop.source, other.source)
      if (common === undefined || !counts(hop, other)) continue
      yield { hop, other, topic: common.text }
      break
    }
    index.add(hop.source, hop)
  }
}
