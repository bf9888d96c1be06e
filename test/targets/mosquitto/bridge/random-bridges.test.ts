/**
 * Flows over a bridge, on two bridged brokers of each engine: random routes with prefixes of their own, wildcards and empty
 * levels, compiled and run. A message of each class that some route tells apart is sent at both ends, and must arrive as
 * often, and under the names, that the model says. MQTTOPIA_RANDOM_BRIDGES sets how many, MQTTOPIA_SEED which.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { BridgeWays } from '../../../../src/access/bridge-ways.ts'
import { copiesOf } from '../../../../src/access/flows.ts'
import { nameLostOn } from '../../../../src/access/hops.ts'
import { createRightsReader } from '../../../../src/access/rights.ts'
import { compile, hasErrors } from '../../../../src/compile.ts'
import { fileReader } from '../../../../src/state/file-reader.ts'
import { parseFilter } from '../../../../src/topic/filter.ts'
import { createTopicSets } from '../../../../src/topic/topic-set.ts'
import type { Broker } from '../../../../src/topology/broker.ts'
import type { Topology } from '../../../../src/topology/topology.ts'
import { describeOnBoth } from '../../../broker/support/running-broker.ts'
import { runExample } from '../../../support/example-run.ts'
import { crossings } from '../../../support/mosquitto-bridge-probe.ts'
import { cellsOf } from '../../../support/topic-cells.ts'

const COUNT = Number(process.env.MQTTOPIA_RANDOM_BRIDGES ?? 4)
const SEED = Number(process.env.MQTTOPIA_SEED ?? Date.now() % 2 ** 31)
/** Crosses both ways; another route may rename it. */
const KNOWN = 'known/a/b/c/d'

const route = fc
  .record({
    direction: fc.constantFrom('out', 'in', 'both'),
    near: fc.constantFrom('', 'x/', 'y/', 'x/y/', '/'),
    far: fc.constantFrom('', 'x/', 'y/', 'z/x/', '/'),
    end: fc.constantFrom('#', '+', 'x', '+/x', 'x/+', '+/+', 'y/#', 'x/y/#', '/+'),
    qos: fc.constantFrom(0, 1, 2),
  })
  .map(
    ({ direction, near, far, end, qos }) =>
      `{ ${direction}: "${near}${end}", remote: "${far}${end}", qos: ${qos} }`,
  )

const specs = fc.array(route, { minLength: 1, maxLength: 4 }).map(
  (routes) => `mqttopia: 1
name: bridges
brokers:
  far: { host: localhost, listeners: { main: { port: 1884, bind: 127.0.0.1, auth: [password] } } }
  near: { host: localhost, listeners: { main: { port: 1883, bind: 127.0.0.1, auth: [password] } } }
bridges:
  b:
    from: near
    to: far
    auth: { password: { generate: {} } }
    reconnect: { min: 1s, max: 1s }
    routes: [{ both: "${KNOWN}", remote: "${KNOWN}", qos: 1 }, ${routes.join(', ')}]
`,
)

const folder = mkdtempSync(join(tmpdir(), 'mqttopia-random-bridges-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Those that compile. */
async function* written(): AsyncGenerator<string> {
  for (const [i, spec] of fc.sample(specs, { numRuns: COUNT * 10, seed: SEED }).entries()) {
    const path = join(folder, `${i}.yaml`)
    writeFileSync(path, spec)
    const made = await compile(path, fileReader(folder), { now: new Date(), folderName: 'bridges' })
    if (!hasErrors(made)) yield path
  }
}

const LEVELS = ['', 'x', 'y', 'z']
/** What routes speak of, and what they do not. */
const BESIDE = LEVELS.flatMap((a) => [
  a,
  ...LEVELS.flatMap((b) => [`${a}/${b}`, `${a}/${b}/x`, `${a}/x/${b}/y`]),
])

function losesName(hops: BridgeWays['hops'], from: Broker, topic: string): boolean {
  return hops.some((hop) => hop.from === from && nameLostOn(hop) === topic)
}

/** Topics of each class, and as what each arrives on the other broker. */
function expectedFrom({ bridges }: Topology, from: Broker, to: Broker): Map<string, readonly string[]> {
  const sets = createTopicSets()
  const ways = new BridgeWays(sets, bridges, createRightsReader(sets))
  const sources = ways.hops.filter((hop) => hop.from === from).map(({ source }) => sets.topicsOf(source))
  const classes = cellsOf(sets, sets.topicsOf(parseFilter('#')), sources)
  const witnesses = classes.flatMap((cell) => sets.witness(cell) ?? [])
  // One that would lose its name makes mosquitto close the connection of the bridge: see the rule `route-empties-name`.
  const isNamed = (topic: string) => !losesName(ways.hops, from, topic)
  const topics = [...witnesses, ...BESIDE].filter(
    (topic) => topic !== '' && topic !== KNOWN && isNamed(topic),
  )
  const arrivals = (topic: string) =>
    copiesOf(sets, ways, { broker: from, topics: sets.topicsOf(parseFilter(topic)), qos: 0 })
      .filter(({ broker }) => broker === to)
      .map((arrival) => sets.witness(arrival.topics) ?? '')
  return new Map([KNOWN, ...topics].map((topic) => [topic, arrivals(topic).sort()]))
}

describeOnBoth('random bridges', [], (engine) => {
  test(`${COUNT} bridges carry what the model says (seed ${SEED})`, async () => {
    const counts = { bridges: 0, sent: 0, arrived: 0, renamed: 0 }
    for await (const path of written()) {
      if (counts.bridges === COUNT) break
      counts.bridges += 1
      const example = await runExample(path, { engine })
      try {
        const [far, near] = example.topology.brokers
        if (far === undefined || near === undefined) throw new Error('there are two brokers')
        for (const [from, to] of [[near, far] as const, [far, near] as const]) {
          const expected = expectedFrom(example.topology, from, to)
          const [source, target] = [example.brokers.get(from.name), example.brokers.get(to.name)]
          if (source === undefined || target === undefined) throw new Error('a broker does not run')
          const [arrivesAs = KNOWN] = expected.get(KNOWN) ?? []
          const known = { topic: KNOWN, arrivesAs }
          const seen = await crossings(source, target, [...expected.keys()], known)
          const names = Array.from(seen, ([topic, arrived]) => [topic, [...arrived].sort()] as const)
          expect(Object.fromEntries(names), `${from.name} of ${path}`).toEqual(Object.fromEntries(expected))
          for (const [topic, arrived] of expected) {
            counts.sent += 1
            counts.arrived += arrived.length
            counts.renamed += arrived.filter((name) => name !== topic).length
          }
        }
      } finally {
        await example.stop()
      }
    }
    console.log(JSON.stringify({ engine, ...counts }))
    expect(counts.bridges).toBe(COUNT)
    expect(counts.arrived).toBeGreaterThan(COUNT)
    expect(counts.renamed).toBeGreaterThan(0)
  }, 3_600_000)
})
