/** Random users on one broker, their emitted ACL file, and texts that differ from it in one place. */

import fc from 'fast-check'
import { aclFile } from '../../src/targets/mosquitto/acl/acl-file.ts'
import { planAcl } from '../../src/targets/mosquitto/acl/acl-plan.ts'
import { brokerPrincipals } from '../../src/targets/mosquitto/acl/broker-principals.ts'
import { createTopicSets } from '../../src/topic/topic-set.ts'
import type { Broker, EngineVersion } from '../../src/topology/broker.ts'
import type { Topology } from '../../src/topology/topology.ts'
import type { User } from '../../src/topology/user.ts'
import { broker, listener, someGrants, someOpenGrants, topology, user } from '../targets/mosquitto/made-up.ts'

export interface Emitted {
  readonly topology: Topology
  readonly broker: Broker
  readonly users: readonly User[]
  readonly text: string
  readonly hasPatterns: boolean
}

const FLEET = ['u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7', 'u8']
const OTHERS = ['a', 'b', '$x', 'a/b', 'a+b', 'v1', 'v2']

const drawn = fc.record({
  version: fc.constantFrom<EngineVersion>('2.0', '2.0', '2.1'),
  fleet: someGrants,
  fleetNames: fc.shuffledSubarray(FLEET, { minLength: 4 }),
  fleetId: fc.constantFrom<'free' | 'name'>('free', 'free', 'name'),
  others: fc.array(
    fc.record({
      name: fc.constantFrom(...OTHERS),
      given: fc.oneof({ weight: 2, arbitrary: someGrants }, { weight: 1, arbitrary: someOpenGrants }),
      clientId: fc.constantFrom(undefined, undefined, 'own', 'c+d', 'a'),
    }),
    { maxLength: 4 },
  ),
  nameless: fc.option(someGrants, { nil: undefined }),
})

/** `undefined` for what the target refuses. */
export const someEmitted: fc.Arbitrary<Emitted | undefined> = drawn.map((one) => {
  const here = broker([listener('mqtt', { port: 1883, auth: ['password', 'anonymous'] })], {
    engine: { kind: 'mosquitto', version: one.version, path: [] },
  })
  const byName = new Map(one.others.map(({ name, given, clientId }) => [name, { given, clientId }]))
  const users = [
    ...one.fleetNames.map((name) =>
      user(name, one.fleet, { at: [here], ...(one.fleetId === 'name' ? { clientId: name } : {}) }),
    ),
    ...Array.from(byName, ([name, { given, clientId }]) =>
      user(name, given, { at: [here], ...(clientId === undefined ? {} : { clientId }) }),
    ),
    ...(one.nameless === undefined ? [] : [user(undefined, one.nameless, { at: [here] })]),
  ]
  const all = topology([here], users)
  const plan = planAcl(createTopicSets(), brokerPrincipals(all, here), { version: one.version })
  if (plan.problems.some(({ kind }) => kind !== 'written-out')) return undefined
  const text = [...aclFile(plan)].join('')
  return { topology: all, broker: here, users, text, hasPatterns: plan.patterns.length > 0 }
})

/** One change of a text, by what a slip of an emitter could do. */
export const CHANGES = {
  'a line is missing': (lines, at) => lines.toSpliced(at, 1),
  'a line stands twice': (lines, at) => lines.toSpliced(at, 0, lines[at] ?? ''),
  'two lines change places': (lines, at) =>
    lines.toSpliced(at, 2, ...[lines[at + 1], lines[at]].filter((line) => line !== undefined)),
  'a blank line is added': (lines, at) => lines.toSpliced(at, 0, ''),
  'a comment is added': (lines, at) => lines.toSpliced(at, 0, '# topic readwrite #'),
  'the access is another': (lines, at, pick) =>
    changed(lines, at, (line) => line.replace(/\b(read|write|readwrite|deny)\b/, ACCESSES[pick % 4] ?? '')),
  'a level is another': (lines, at, pick) => changedLevel(lines, at, pick, ['a', 'b', 'u1', 'v1', '', '$x']),
  'a level is wider': (lines, at, pick) => changedLevel(lines, at, pick, ['+']),
  'the end is wider': (lines, at) => changed(lines, at, (line) => line.replace(/(\/[^/]*|[^/ ]+)$/, '/#')),
  'a level is added': (lines, at) => changed(lines, at, (line) => `${line.replace(/\/?#$/, '')}/z`),
  'a pattern is a topic, or the other way round': (lines, at) =>
    changed(lines, at, (line) =>
      line.startsWith('topic') ? line.replace('topic', 'pattern') : line.replace('pattern', 'topic'),
    ),
  'a variable is another': (lines, at) =>
    changed(lines, at, (line) => line.replace(/%[uc]/, (v) => (v === '%u' ? '%c' : '%u'))),
  'a name is another': (lines, at, pick) =>
    lines.map((line, i) =>
      i === at && line.startsWith('user ') ? `user ${[...FLEET, ...OTHERS][pick % 15]}` : line,
    ),
} satisfies Record<string, Change>

type Change = (lines: readonly string[], at: number, pick: number) => readonly string[]

const ACCESSES = ['read', 'write', 'readwrite', 'deny']

function changed(lines: readonly string[], at: number, change: (line: string) => string): readonly string[] {
  return lines.map((line, i) => (i === at && /^(topic|pattern) /.test(line) ? change(line) : line))
}

function changedLevel(
  lines: readonly string[],
  at: number,
  pick: number,
  levels: readonly string[],
): readonly string[] {
  return changed(lines, at, (line) => {
    const [, head = '', filter = ''] = /^(\w+ \w+ )(.*)$/.exec(line) ?? []
    const parts = filter.split('/')
    const changed = parts.with(pick % parts.length, levels[pick % levels.length] ?? '').join('/')
    return changed === '' ? line : head + changed
  })
}
