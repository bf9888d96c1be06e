/**
 * What bridges make of messages, for all topics at once, as Mosquitto really does it (mosquitto.conf(5) topic): each
 * route is a subscription of its own, and the far broker asks the rights of the bridge's user there. On its own broker
 * a bridge is asked for nothing.
 */

import type { TopicFilter } from '../topic/filter.ts'
import { createFilterIndex, type FilterIndex } from '../topic/filter-index.ts'
import type { TopicSet, TopicSets } from '../topic/topic-set.ts'
import type { Bridge } from '../topology/bridge.ts'
import type { Broker, Qos } from '../topology/broker.ts'
import { type Hop, hopsOf, subscribedHops } from './hops.ts'
import type { RightsReader } from './rights.ts'

/** What a hop carries of some topics, and under which of its bridge's routes they get their new names. */
interface Piece {
  readonly topics: TopicSet
  readonly source: TopicFilter
  readonly target: TopicFilter
}

export class BridgeWays {
  readonly hops: readonly Hop[]
  readonly #sets: TopicSets
  readonly #rights: RightsReader
  readonly #pieces = new Map<Hop, readonly Piece[]>()
  readonly #from = new Map<Broker, FilterIndex<Hop>>()

  constructor(sets: TopicSets, bridges: readonly Bridge[], rights: RightsReader) {
    this.#sets = sets
    this.#rights = rights
    this.hops = bridges.flatMap(subscribedHops)
    for (const hop of this.hops) {
      const index = this.#from.get(hop.from) ?? createFilterIndex<Hop>()
      index.add(hop.source, hop)
      this.#from.set(hop.from, index)
    }
  }

  /**
   * The hops on which some of the topics leave a broker. What came over a bridge does not go back over it: the bridge
   * subscribes with "no local" on both sides.
   */
  leaving(broker: Broker, topics: TopicSet, cameOver?: Bridge): readonly Hop[] {
    const index = this.#from.get(broker)
    if (index === undefined) return []
    return [...index.meeting(topics)].filter(({ bridge }) => bridge !== cameOver)
  }

  /** What arrives of the topics, as the next broker names them; nothing where the far broker refuses it. */
  carry(hop: Hop, topics: TopicSet): TopicSet {
    const sets = this.#sets
    const parts = this.#piecesOf(hop).map((piece) =>
      sets.renamed(sets.intersection(topics, piece.topics), piece.source, piece.target),
    )
    const arriving = parts.reduce((sum, part) => sets.union(sum, part), sets.empty)
    return isOut(hop) ? sets.intersection(arriving, this.#rights.of(hop.bridge.user).publish) : arriving
  }

  /**
   * What the topics that arrive were called before the hop. A hop from `x/#` to `#` makes names that start with `$`,
   * which `#` does not match; below another level it does.
   */
  carriedFrom(hop: Hop, topics: TopicSet): TopicSet {
    const sets = this.#sets
    const below = sets.withPrefix(TOP, topics)
    const parts = this.#piecesOf(hop).map((piece) => {
      const named = sets.renamed(below, belowTop(piece.target), belowTop(piece.source))
      return sets.intersection(sets.withoutPrefix(TOP, named), piece.topics)
    })
    return parts.reduce((sum, part) => sets.union(sum, part), sets.empty)
  }

  /** Of a bridge's lines in one direction, the first with a prefix that matches a topic names it, whichever carries it. */
  #piecesOf(hop: Hop): readonly Piece[] {
    const known = this.#pieces.get(hop)
    if (known !== undefined) return known
    const sets = this.#sets
    const { subscribe } = this.#rights.of(hop.bridge.user)
    const source = sets.topicsOf(hop.source)
    let left = isOut(hop) ? source : sets.intersection(source, subscribe)
    const pieces: Piece[] = []
    for (const { source, target } of [...this.#namingLike(hop), hop]) {
      const topics = sets.intersection(left, sets.topicsOf(source))
      if (sets.isEmpty(topics)) continue
      pieces.push({ topics, source, target })
      left = sets.difference(left, topics)
    }
    this.#pieces.set(hop, pieces)
    return pieces
  }

  #namingLike({ bridge, from }: Hop): readonly Hop[] {
    if (bridge.routes.length === 1) return []
    return hopsOf(bridge).filter(
      ({ route, from: other }) => other === from && route.local.text !== route.remote.text,
    )
  }
}

/** Any level will do. */
const TOP = ['top']

function belowTop({ text, levels }: TopicFilter): TopicFilter {
  return { text: [...TOP, text].join('/'), levels: [...TOP, ...levels] }
}

/** The highest QoS that a message can still have behind the hop. */
export function qosBehind({ route, bridge, to }: Hop, qos: Qos): Qos {
  const listener =
    to === bridge.to ? (bridge.listener.maxQos ?? bridge.to.limits.maxQos) : bridge.from.limits.maxQos
  return [route.qos, listener ?? 2].reduce((least, limit) => (limit < least ? limit : least), qos)
}

function isOut({ bridge, from }: Hop): boolean {
  return from === bridge.from
}
