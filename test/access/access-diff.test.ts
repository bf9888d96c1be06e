import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accessDiff } from '../../src/access/access-diff.ts'
import { accessDiffLines } from '../../src/access/access-diff-text.ts'
import { decide } from '../../src/access/decide.ts'
import { matches, parseFilter } from '../../src/topic/filter.ts'
import type { Topology } from '../../src/topology/topology.ts'
import type { User } from '../../src/topology/user.ts'
import { resolveYaml } from '../topology/resolve-yaml.ts'
import { smallGrant, smallTopic } from './small-world.ts'
import { userWith } from './users.ts'

const BROKERS = `
brokers:
  core: { host: core.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
  edge: { host: edge.example, listeners: { mqtts: { port: 8883, tls: {}, auth: [certificate] } } }
`

const CASES: Readonly<Record<string, { before: string; after: string; lines: readonly string[] }>> = {
  'nothing, when only the way to write it changes': {
    before: 'users: { a: { at: core, auth: { certificate: client }, publish: [x/+, x/y] } }',
    after: 'users: { a: { at: core, auth: { certificate: client }, publish: [{ topic: x/+, qos: 1 }] } }',
    lines: [],
  },
  'what a wider filter adds': {
    before: 'users: { a: { at: core, auth: { certificate: client }, publish: [x/y/#] } }',
    after: 'users: { a: { at: core, auth: { certificate: client }, publish: [x/#, z] } }',
    lines: ['+ user "a" may now publish more of "x/#", "z" on broker "core", such as "x"'],
  },
  'one user under its own names': {
    before: 'users: { a: { at: core, clientId: c7, auth: { certificate: client } } }',
    after:
      'users: { a: { at: core, clientId: c7, auth: { certificate: client }, publish: [y/a, "z/${clientId}"] } }',
    lines: ['+ user "a" may now publish "y/a", "z/c7" on broker "core", such as "y/a"'],
  },
  'what a narrower filter leaves out': {
    before: 'users: { a: { at: core, auth: { certificate: client }, subscribe: ["x/+/${username}"] } }',
    after: 'users: { a: { at: core, auth: { certificate: client }, subscribe: ["x/y/${username}"] } }',
    lines: ['- user "a" may no longer receive some of "x/+/a" on broker "core", such as "x/x/a"'],
  },
  'no grant, where a smaller deny adds it': {
    before:
      'users: { a: { at: core, auth: { certificate: client }, publish: [x/#], deny: [{ publish: x/# }] } }',
    after:
      'users: { a: { at: core, auth: { certificate: client }, publish: [x/#], deny: [{ publish: x/y/# }] } }',
    lines: ['+ user "a" may now publish topics on broker "core", such as "x"'],
  },
  'gains before losses, large ones first': {
    before:
      'users: { a: { at: core, auth: { certificate: client }, publish: [p] }, b: { at: core, auth: { certificate: client } } }',
    after:
      'users: { a: { at: core, auth: { certificate: client }, subscribe: [s/+] }, b: { at: core, auth: { certificate: client }, publish: ["#"] } }',
    lines: [
      '+ user "b" may now publish "#" on broker "core", such as "x"',
      '+ user "a" may now receive "s/+" on broker "core", such as "s/x"',
      '- user "a" may no longer publish "p" on broker "core"',
    ],
  },
  'a deny that is gone as a gain': {
    before:
      'users: { a: { at: core, auth: { certificate: client }, publish: [x/#], deny: [{ publish: x/secret/# }] } }',
    after: 'users: { a: { at: core, auth: { certificate: client }, publish: [x/#] } }',
    lines: ['+ user "a" may now publish "x/secret/#" on broker "core", such as "x/secret"'],
  },
  'users who come and go, with what they may do': {
    before: 'users: { a: { at: core, auth: { certificate: client }, publish: [x] } }',
    after: 'users: { b: { at: core, auth: { certificate: client }, publish: [x] } }',
    lines: [
      '+ user "b" is new',
      '- user "a" is gone',
      '+ user "b" may now publish "x" on broker "core"',
      '- user "a" may no longer publish "x" on broker "core"',
    ],
  },
  'a move to another broker on both': {
    before: 'users: { a: { at: core, auth: { certificate: client }, publish: [x] } }',
    after: 'users: { a: { at: edge, auth: { certificate: client }, publish: [x] } }',
    lines: [
      '+ user "a" may now publish "x" on broker "edge"',
      '- user "a" may no longer publish "x" on broker "core"',
    ],
  },
  'a role of several users once': {
    before: `
roles: { r: { subscribe: [x] } }
users: { a: { at: core, auth: { certificate: client }, roles: [r] }, b: { at: core, auth: { certificate: client }, roles: [r] } }`,
    after: `
roles: { r: { subscribe: [x, "y/\${username}/#"] } }
users: { a: { at: core, auth: { certificate: client }, roles: [r] }, b: { at: core, auth: { certificate: client }, roles: [r] } }`,
    lines: ['+ users "a" and "b" may now receive "y/${username}/#" on broker "core", such as "y/a"'],
  },
  'a fleet once, whether its topics name a device by variable or by column': {
    before: `
fleets:
  press: { forEach: { range: { from: 1, to: 20 } }, username: "p\${each.n}", at: edge, auth: { certificate: client }, publish: ["press/\${username}/state"] }`,
    after: `
fleets:
  press: { forEach: { range: { from: 1, to: 20 } }, username: "p\${each.n}", at: edge, auth: { certificate: client }, publish: ["press/p\${each.n}/state", "press/p\${each.n}/alarm"] }`,
    lines: [
      '+ 20 devices of fleet "press" may now publish "press/${username}/alarm" on broker "edge", such as "press/p1/alarm"',
    ],
  },
}

describe('accessDiff tells', () => {
  test.each(Object.entries(CASES))('%s', (_, { before, after, lines }) => {
    const [old, now] = [before, after].map((text) => resolveYaml(`${BROKERS}${text}`).topology)
    if (old === undefined || now === undefined) throw new Error('a spec of the test has no topology')
    expect(accessDiffLines(accessDiff(old, now))).toEqual(lines)
    expect(accessDiff(now, now)).toEqual({ changes: [], added: [], removed: [] })
  })
})

const names = ['a', 'b', 'alice', '$s', 'a/b', 'carol']
const grants = fc.array(smallGrant, { maxLength: 4 })

describe('accessDiff', () => {
  test('tells of exactly the topics on which decisions differ', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(grants, grants), { maxLength: 4 }),
        fc.array(smallTopic, { minLength: 8 }),
        (each, topics) => {
          const [core] = resolveYaml(BROKERS).topology.brokers
          if (core === undefined) throw new Error('no broker')
          const made = (texts: readonly (typeof each)[number][0][]) =>
            topologyOf(
              texts
                .slice(0, names.length)
                .map((text, i) => userWith(text, { name: names[i] ?? '', at: [core] })),
            )
          const [before, after] = [made(each.map(([old]) => old)), made(each.map(([, now]) => now))]
          const { changes } = accessDiff(before, after)
          for (const [i, now] of after.users.entries()) {
            for (const action of ['publish', 'subscribe'] as const) {
              for (const topic of topics) {
                const had = decide(before.users[i] as User, action, topic, FREE).allowed
                const has = decide(now, action, topic, FREE).allowed
                const effect = has && !had ? 'gain' : had && !has ? 'loss' : undefined
                const told = changes
                  .filter((change) => change.action === action && change.who.names.includes(now.name))
                  .filter(({ filters }) => filters?.every((text) => !matchesAs(now, text, topic)) !== true)
                  .map((change) => [change.effect, change.filters === undefined])
                if (effect !== undefined) expect(told.map(([which]) => which)).toContain(effect)
                else expect(told.filter(([, isUnlisted]) => isUnlisted !== true)).toEqual([])
              }
            }
          }
          for (const { effect, who, action, witness } of changes) {
            const i = after.users.findIndex(({ name }) => name === who.names[0])
            const [had, has] = [before, after].map(
              ({ users }) => decide(users[i] as User, action, witness, FREE).allowed,
            )
            expect([had, has]).toEqual(effect === 'gain' ? [false, true] : [true, false])
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('of 100,000 devices that share a change is one entry', () => {
    const [core] = resolveYaml(BROKERS).topology.brokers
    const fleet = (texts: Parameters<typeof userWith>[0]) => {
      const first = userWith(texts, { kind: 'device', fleet: 'f', at: core === undefined ? [] : [core] })
      return topologyOf(Array.from({ length: 100_000 }, (_, i) => ({ ...first, name: `d${i}` })))
    }
    const { changes } = accessDiff(fleet(['allow publish d/${username}']), fleet(['allow publish d/+']))
    expect(changes).toEqual([
      {
        effect: 'gain',
        action: 'publish',
        broker: 'core',
        within: ['d/+'],
        witness: 'd/x',
        who: expect.objectContaining({ fleet: 'f', count: 100_000 }),
      },
    ])
  })
})

/** A client identifier that no filter mentions. */
const FREE = { clientId: 'client' }

function matchesAs({ name }: User, filter: string, topic: string): boolean {
  return matches(
    parseFilter(filter.replaceAll('${username}', name).replaceAll('${clientId}', 'client')),
    topic,
  )
}

function topologyOf(users: readonly User[]): Topology {
  return {
    ...{ name: 't', organization: 't', authorities: [], profiles: [], brokers: [], bridges: [] },
    ...{ users, fleets: [], roles: [], bundles: [], policies: [], tests: [] },
  }
}
