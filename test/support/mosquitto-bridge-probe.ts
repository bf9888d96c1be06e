/** Finds out which messages cross from one observed broker to another, over the bridges in their configuration. */

import { setTimeout as sleep } from 'node:timers/promises'
import type { SeenMessage } from './mosquitto-omniscient-peer.ts'
import type { ObservedBroker } from './mosquitto-probe.ts'

/** A message known to cross: sent as `topic` at one end, it arrives as `arrivesAs` at the other. */
export interface KnownCrossing {
  readonly topic: string
  readonly arrivesAs: string
}

const PATIENCE_MS = 30_000
let probes = 0

/**
 * Publishes a message on each of `topics` at `from`; says for each as which topics it arrived at `to`, none included.
 * The evidence for "none" is `known`, sent last over the same bridge: a bridge keeps the order. With several bridges
 * between the two, ask once for each, with a `known` of that bridge.
 *
 * @throws Error when `known` does not cross.
 */
export async function crossings(
  from: ObservedBroker,
  to: ObservedBroker,
  topics: readonly string[],
  known: KnownCrossing,
): Promise<Map<string, readonly string[]>> {
  probes += 1
  const arrived: SeenMessage[] = []
  const unwatch = to.peer.watch((message) => arrived.push(message))
  const hasArrived = (payload: string) =>
    arrived.some((m) => m.payload === payload && m.topic === known.arrivesAs)
  const mark = (name: string | number) => `crossing ${probes} ${name}`
  try {
    await until(
      known,
      () => hasArrived(mark('start')),
      () => from.peer.inject(known.topic, mark('start')),
    )
    for (const [i, topic] of topics.entries()) from.peer.inject(topic, mark(i))
    from.peer.inject(known.topic, mark('end'))
    await until(known, () => hasArrived(mark('end')))
  } finally {
    unwatch()
  }
  const seenAs = (payload: string) =>
    arrived.filter((message) => message.payload === payload).map(({ topic }) => topic)
  return new Map(topics.map((topic, i) => [topic, seenAs(mark(i))]))
}

/** Waits; tries again every now and then, since a bridge may not be up yet. */
async function until(
  known: KnownCrossing,
  happened: () => boolean,
  attempt: () => void = () => {},
): Promise<void> {
  for (let waited = 0; !happened(); waited += 10) {
    if (waited > PATIENCE_MS) throw new Error(`"${known.topic}" does not arrive as "${known.arrivesAs}"`)
    if (waited % 200 === 0) attempt()
    await sleep(10)
  }
}
