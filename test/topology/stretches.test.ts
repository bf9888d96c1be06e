import { describe, expect, test } from 'vitest'
import { firstsOf, gathered, stretches } from '../../src/topology/stretches.ts'
import { resolveYaml } from './resolve-yaml.ts'

const { users } = resolveYaml(`
      brokers:
        core: { listeners: { a: { port: 1, auth: [password] }, b: { port: 2, auth: [password], tls: { profile: server } } } }
        edge: { listeners: { a: { port: 3, auth: [password] } } }
      roles: { r: { publish: ["d/\${username}"] } }
      fleets:
        odd:
          forEach: { items: [{ s: a1 }, { s: a2 }, { s: a3 }, { s: b2 }], key: s }
          username: "\${each.s}"
          clientId: "\${each.s}"
          at: core
          auth: { password: { generate: {} } }
          roles: [r]
        even:
          forEach: { items: [{ s: c1, at: core }, { s: c2, at: core }, { s: c3, at: edge }, { s: c4, at: edge }], key: s }
          username: "\${each.s}"
          at: "\${each.at}"
          auth: { password: { generate: {} } }
          roles: [r]
        named:
          forEach: { range: { from: 1, to: 2 } }
          username: "d\${each.n}"
          at: core
          auth: { password: { generate: {} } }
          publish: ["\${each.n}/up"]
        filed:
          forEach: { range: { from: 1, to: 2 } }
          username: "e\${each.n}"
          at: core
          auth: { password: { file: "secrets/\${each.n}" } }
          roles: [r]
        certified:
          forEach: { range: { from: 1, to: 2 } }
          username: "f\${each.n}"
          at: core
          auth: { certificate: client, uris: ["urn:\${username}"] }
          roles: [r]
      users:
        b1: { at: core, auth: { password: { generate: {} } }, roles: [r] }
        x: { at: core, auth: { password: { generate: {} } }, roles: [r] }
        y: { at: core, auth: { password: { generate: {} } }, roles: [r] }
`).topology
const names = (some: Iterable<{ readonly name: string }>) => Array.from(some, ({ name }) => name).join(' ')

describe('devices that stand side by side', () => {
  test('are of one piece where they share all that their fleet gives, and users stand alone', () => {
    expect(Array.from(stretches(users), names)).toEqual([
      ...['a1 a2 a3', 'b1', 'b2', 'c1 c2', 'c3 c4', 'd1', 'd2', 'e1', 'e2', 'f1 f2', 'x', 'y'],
    ])
    expect(names(firstsOf(users))).toBe('a1 b1 b2 c1 c3 d1 d2 e1 e2 f1 x y')
  })

  test('are gathered by keys, each of which is asked of one of a piece', () => {
    const asked: string[] = []
    const gatheredByFleet = gathered(users, ({ name, fleet }) => {
      asked.push(name)
      return fleet
    })
    expect(Array.from(gatheredByFleet, ([fleet, some]) => [fleet, names(some)])).toEqual([
      ['odd', 'a1 a2 a3 b2'],
      ['even', 'c1 c2 c3 c4'],
      ['named', 'd1 d2'],
      ['filed', 'e1 e2'],
      ['certified', 'f1 f2'],
    ])
    expect(asked).toEqual([...firstsOf(users)].map(({ name }) => name))
  })

  test('no list has no pieces', () => {
    expect([...stretches([])]).toEqual([])
  })
})
