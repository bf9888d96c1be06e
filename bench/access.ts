/**
 * Times questions about access, on one core: who can reach whom, for many users with rights of their own and for a
 * fleet; what one query costs once the spec is loaded; loops in trees and meshes of brokers. `npm run bench:access`.
 * Growth is told as time per unit relative to the smallest size.
 */

import { accessDiff } from '../src/access/access-diff.ts'
import { AccessModel } from '../src/access/access-model.ts'
import { findBridgeLoops } from '../src/access/bridge-loops.ts'
import { lintRules } from '../src/check/lint-rules.ts'
import { runRules } from '../src/diagnostics/rule.ts'
import { aclFile } from '../src/targets/mosquitto/acl/acl-file.ts'
import { brokerAclPlan } from '../src/targets/mosquitto/acl/broker-acl-plan.ts'
import type { Topology } from '../src/topology/topology.ts'
import { topologySubject } from '../src/topology/topology-subject.ts'
import { accessMismatches } from '../src/translation/access-mismatches.ts'
import { bridge, broker, grant, topology, user } from './access/made-up.ts'

const hub = broker('hub')

/** Users who read each other's rooms, a few who read a site or everything, and a deny here and there. */
function manyUsers(size: number, denyEvery = 10): Topology {
  const users = Array.from({ length: size }, (_, i) => {
    const grants = Array.from({ length: 10 }, (_, k) => {
      const other = (i + k * 37) % size
      const read = k === 0 && i % 100 === 0 ? `site/${i % 50}/#` : `site/${other % 50}/room/${other}/out/+`
      return [grant('publish', `site/${i % 50}/room/${i}/out/${k}`), grant('subscribe', read)]
    }).flat()
    return user(
      `u${i}`,
      [hub],
      i % denyEvery === denyEvery - 1
        ? [...grants, grant('subscribe', 'site/+/room/+/out/9', 'deny')]
        : grants,
    )
  })
  return topology([hub], [...users, user('auditor', [hub], [grant('subscribe', '#')])])
}

function fleet(size: number, more: string[] = []): Topology {
  const grants = ['d/${username}/up', ...more].map((filter) => grant('publish', filter))
  const all = [...grants, grant('subscribe', 'd/${username}/down/#')]
  const devices = Array.from({ length: size }, (_, i) =>
    user(String(i).padStart(8, '0'), [hub], all, { kind: 'device', fleet: 'devices' }),
  )
  return topology(
    [hub],
    [...devices, user('backend', [hub], [grant('subscribe', 'd/+/up'), grant('publish', 'd/+/down/#')])],
  )
}

/** Each broker but the first has a bridge to the one above it, which carries everything both ways. */
function tree(size: number): Topology {
  const brokers = Array.from({ length: size }, (_, i) => broker(`b${i}`))
  const bridges = brokers.slice(1).map((from, i) => bridge(from, brokers[i >> 1] ?? from, [['both', '#']]))
  return topology(
    brokers,
    brokers.map((at, i) => user(`u${i}`, [at], [grant('publish', `site/${i}/#`), grant('subscribe', '#')])),
    bridges,
  )
}

/** Every broker sends its own topics to every other one. */
function mesh(size: number): Topology {
  const brokers = Array.from({ length: size }, (_, i) => broker(`b${i}`))
  const bridges = brokers.flatMap((from, i) =>
    brokers.filter((to) => to !== from).map((to) => bridge(from, to, [['out', `site/${i}/#`]])),
  )
  return topology(
    brokers,
    brokers.map((at, i) => user(`u${i}`, [at], [grant('publish', `site/${i}/#`), grant('subscribe', '#')])),
    bridges,
  )
}

/** Pairs of users, of which one can send to the other. */
function allPairs(topology: Topology): number {
  const model = new AccessModel(topology)
  let pairs = 0
  for (const party of model.parties) {
    if (party.users[0].kind === 'bridge') continue
    const reached = new Set<string>()
    for (const { party: other, member } of model.reachOf(party)) {
      const key = `${model.parties.indexOf(other)} ${member}`
      if (reached.has(key)) continue
      reached.add(key)
      const [here, there] = [party.users.length, other.users.length]
      pairs += party !== other ? here * there : member === 'self' ? here : here * (here - 1)
    }
  }
  return pairs
}

function seconds(work: () => unknown): number {
  const start = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}

function measure(
  name: string,
  sizes: readonly number[],
  of: (size: number) => Topology,
  work: (topology: Topology) => unknown,
): void {
  let first: number | undefined
  for (const size of sizes) {
    const topology = of(size)
    let result: unknown
    const taken = seconds(() => {
      result = work(topology)
    })
    first ??= taken / size
    console.log(
      `${name.padEnd(44)} ${String(size).padStart(7)}  ${taken.toFixed(3)} s of CPU  ${(taken / size / first).toFixed(2)}x per unit  (${result})`,
    )
  }
}

measure('who reaches whom, users with 20 grants', [1_000, 3_000, 10_000], manyUsers, allPairs)
measure('who reaches whom, devices of a fleet', [1_000, 10_000, 100_000], fleet, allPairs)
measure(
  'what changes for a fleet',
  [1_000, 10_000, 100_000],
  fleet,
  (before) => accessDiff(before, fleet(before.users.length - 1, ['x'])).changes.length,
)
/** What the compiler emitted for the hub, read back and proved. */
function proveHub(topology: Topology): string {
  const [broker = hub] = topology.brokers
  const plan = brokerAclPlan(topology, broker)
  const text = [...aclFile(plan)].join('')
  const decider = { kind: 'acl-file', file: 'acl', listeners: broker.listeners } as const
  const taken = seconds(() => {
    for (const { who, topic } of accessMismatches(topology, broker, decider, text))
      throw new Error(`${who} ${topic}`)
  })
  return `${text.split('\n').length} lines, of this ${taken.toFixed(3)} s to prove them`
}

measure(
  'an ACL file proved, users with 20 grants',
  [1_000, 10_000],
  (size) => manyUsers(size, Infinity),
  proveHub,
)
measure('an ACL file proved, devices of a fleet', [1_000, 10_000, 100_000], fleet, proveHub)
measure('an ACL file proved, devices written out', [1_000, 100_000], (size) => fleet(size, ['all']), proveHub)
const lint = (topology: Topology) =>
  runRules(lintRules, { ...topologySubject(topology), now: new Date(0) }).length
measure('findings of lint, users with 20 grants', [1_000, 10_000], manyUsers, lint)
measure('findings of lint, devices of a fleet', [1_000, 10_000, 100_000], fleet, lint)
measure('findings of lint in a tree of brokers', [10, 100], tree, lint)
measure('findings of lint in a mesh of brokers', [10, 100], mesh, lint)
measure('loops in a tree of brokers', [10, 30, 100], tree, ({ bridges }) => findBridgeLoops(bridges).length)
measure('loops in a mesh of brokers', [10, 30, 100], mesh, ({ bridges }) => findBridgeLoops(bridges).length)
/** A model that has answered once, and then one question more. */
function oneQuestion(topology: Topology): string {
  const model = new AccessModel(topology)
  const [first, ...others] = model.parties
  const last = others.at(-1) ?? first
  if (first === undefined || last === undefined) throw new Error('there is somebody')
  Array.from(model.reachOf(first))
  const taken = seconds(() => Array.from(model.reachOf(last)))
  return `of these ${(taken * 1000).toFixed(1)} ms for one more user`
}

measure('one question, users with 20 grants', [1_000, 10_000], manyUsers, oneQuestion)
measure('one question, devices of a fleet', [1_000, 100_000], fleet, oneQuestion)
measure('who reaches whom in a tree of brokers', [10, 30, 100], tree, allPairs)
measure('who reaches whom in a mesh of brokers', [10, 30, 100], mesh, allPairs)
