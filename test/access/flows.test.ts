import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findBridgeLoops } from '../../src/access/bridge-loops.ts'
import { BridgeWays } from '../../src/access/bridge-ways.ts'
import { copiesOf, flowsFrom, hopsTo, namesOnTheWay } from '../../src/access/flows.ts'
import { createRightsReader } from '../../src/access/rights.ts'
import { parseFilter } from '../../src/topic/filter.ts'
import { createTopicSets } from '../../src/topic/topic-set.ts'
import type { Bridge } from '../../src/topology/bridge.ts'
import { textsOver } from '../topic/enumeration.ts'
import { BROKERS, type Message, nextMessages, someBridges } from './random-bridges.ts'

const TOPICS = textsOver(['x', 'y', 'z', '$w'], 3)

/** All messages that one becomes; `undefined` where some go over a hop twice. */
function simulated(bridges: readonly Bridge[], start: Message): readonly Message[] | undefined {
  const messages = [start]
  for (const message of messages) {
    const next = nextMessages(bridges, message)
    if (next.some(({ cameBy }) => new Set(cameBy).size < cameBy.length)) return undefined
    messages.push(...next)
  }
  return messages
}

const described = (messages: Iterable<readonly [string, string]>) =>
  [...new Set(Array.from(messages, ([broker, topic]) => `${broker} ${topic}`))].sort()

function waysOver(bridges: readonly Bridge[]) {
  const sets = createTopicSets()
  return { sets, ways: new BridgeWays(sets, bridges, createRightsReader(sets)) }
}

describe('flows', () => {
  test('lead every message where it goes one hop at a time, and every copy of it', () => {
    fc.assert(
      fc.property(
        someBridges,
        fc.constantFrom(...BROKERS),
        fc.constantFrom(...TOPICS),
        (bridges, broker, topic) => {
          const messages = simulated(bridges, { broker, topic, cameBy: [] })
          if (messages === undefined) return
          const { sets, ways } = waysOver(bridges)
          const start = { broker, topics: sets.topicsOf(parseFilter(topic)), qos: 2 } as const
          const expected = messages.map((message) => [message.broker.name, message.topic] as const)
          const nameOf = (arrival: { topics: typeof start.topics }) => sets.witness(arrival.topics) ?? ''
          const flows = flowsFrom(sets, ways, start)
          expect(described(flows.map((flow) => [flow.broker.name, nameOf(flow)]))).toEqual(
            described(expected),
          )
          const copies = copiesOf(sets, ways, start).map((copy) => `${copy.broker.name} ${nameOf(copy)}`)
          expect(copies.sort()).toEqual(expected.map(([at, name]) => `${at} ${name}`).sort())
        },
      ),
      { numRuns: 400 },
    )
  })

  test('go back to what a topic was called before a hop, names that start with "$" included', () => {
    fc.assert(
      fc.property(someBridges, (bridges) => {
        const { sets, ways } = waysOver(bridges)
        for (const hop of ways.hops) {
          for (const topic of TOPICS) {
            const arriving = ways.carry(hop, sets.topicsOf(parseFilter(topic)))
            if (sets.isEmpty(arriving)) continue
            expect(sets.contains(ways.carriedFrom(hop, arriving), topic), topic).toBe(true)
          }
        }
      }),
      { numRuns: 100 },
    )
  })

  test('lead a set of topics where each of its topics goes, and tell its names on the way', () => {
    fc.assert(
      fc.property(someBridges, fc.constantFrom(...BROKERS), (bridges, broker) => {
        const each = TOPICS.map((topic) => simulated(bridges, { broker, topic, cameBy: [] }))
        if (each.includes(undefined)) return
        const { sets, ways } = waysOver(bridges)
        const topics = sets.unionOf(TOPICS.map(parseFilter))
        const flows = flowsFrom(sets, ways, { broker, topics, qos: 2 })
        for (const at of BROKERS) {
          const reached = flows
            .filter((flow) => flow.broker === at)
            .reduce((sum, flow) => sets.union(sum, flow.topics), sets.empty)
          const names = each.flatMap(
            (all) => all?.filter((one) => one.broker === at).map(({ topic }) => topic) ?? [],
          )
          expect(reached).toBe(sets.unionOf(names.map(parseFilter)))
        }
        for (const flow of flows) {
          const names = namesOnTheWay(sets, ways, flow, flow.topics)
          const way = simulated(bridges, { broker, topic: names[0] ?? '', cameBy: [] })
          const end = way?.find(
            ({ cameBy }) =>
              cameBy.length === names.length - 1 && cameBy.every((hop, i) => hop === hopsTo(flow)[i]),
          )
          expect(end?.topic).toBe(names.at(-1))
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('bridge loops', () => {
  test('are found where some message comes back, and none where none does', () => {
    fc.assert(
      fc.property(someBridges, (bridges) => {
        const goesRound = BROKERS.some((broker) =>
          TOPICS.some((topic) => simulated(bridges, { broker, topic, cameBy: [] }) === undefined),
        )
        const loops = findBridgeLoops(bridges)
        if (goesRound) expect(loops).not.toEqual([])
        for (const { hops, leavesAs, returnsAs } of loops) {
          const [first] = hops
          const start: Message = { broker: first.from, topic: leavesAs, cameBy: [] }
          const way = [...hops, first].reduce<readonly Message[]>(
            (messages, hop) =>
              messages
                .flatMap((message) => nextMessages(bridges, message))
                .filter(({ cameBy }) => cameBy.at(-1) === hop),
            [start],
          )
          expect(way).not.toEqual([])
          const back = hops.reduce<readonly Message[]>(
            (messages, hop) =>
              messages
                .flatMap((message) => nextMessages(bridges, message))
                .filter(({ cameBy }) => cameBy.at(-1) === hop),
            [start],
          )
          expect(back.map(({ topic }) => topic)).toContain(returnsAs)
        }
      }),
      { numRuns: 400 },
    )
  })
})
