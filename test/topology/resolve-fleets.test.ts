import { describe, expect, test } from 'vitest'
import { resolveYaml, type Surroundings, toRow } from './resolve-yaml.ts'

const BROKERS = `
      brokers:
        core: { listeners: { a: { port: 1, auth: [password] }, b: { port: 2, auth: [password] } } }
        edge: { listeners: { a: { port: 3, auth: [password] } } }`
const PASSWORD = 'auth: { password: { generate: {} } }'

function fleetOf(spec: string, surroundings: Surroundings = {}) {
  const { topology, diagnostics } = resolveYaml(`${BROKERS}\n${spec}`, surroundings)
  expect(diagnostics).toEqual([])
  const [fleet] = topology.fleets
  if (fleet === undefined) throw new Error('there is no fleet')
  return { topology, fleet, users: fleet.users }
}

test('columns stand for the text of a row in every value', () => {
  const { topology, users } = fleetOf(`
      pki: { profiles: { own-key: { issuer: clients, csr: true } } }
      bundles: { zip: { format: zip, layout: "\${each.serial}/" } }
      fleets:
        presses:
          forEach: { items: [{ serial: "0002", site: berlin, at: edge, l: a, p: own-key }, { serial: "0001", site: ulm, at: core, l: b, p: own-key }] }
          username: "press-\${each.serial}"
          clientId: "\${username}-\${each.site}"
          at: "\${each.at}"
          auth: { certificate: "\${each.p}", uris: ["urn:\${each.site}:\${username}"], csr: { file: "csr/\${each.serial}.csr" } }
          listener: "\${each.l}"
          publish: ["plants/\${each.site}/\${username}/+", fixed]
          deny: [{ subscribe: "x-\${each.serial}/#" }]
          will: { topic: "w/\${each.site}/\${clientId}", payload: "\${each.serial} \${username}" }
          bundles: [zip]
  `)
  const [core, edge] = topology.brokers
  expect(
    users.map(({ name, clientId, at, listener, row, fleet, kind, path }) => [
      ...[name, clientId, at, listener, { ...row }.serial, fleet, kind, path.at(-1)],
    ]),
  ).toEqual([
    ['press-0001', 'press-0001-ulm', [core], 'b', '0001', 'presses', 'device', 1],
    ['press-0002', 'press-0002-berlin', [edge], 'a', '0002', 'presses', 'device', 0],
  ])
  const [first] = users
  expect(first?.path).toEqual(['fleets', 'presses', 'forEach', 'rows', 1])
  expect(first?.authentication).toMatchObject({
    ...{ kind: 'certificate', profile: { name: 'own-key' } },
    ...{ uris: ['urn:ulm:press-0001'], csrFile: 'csr/0001.csr' },
  })
  expect(first?.grants.map(({ filter, path }) => [filter, path])).toEqual([
    [
      { text: 'plants/ulm/${username}/+', levels: ['plants', 'ulm', { variable: 'username' }, '+'] },
      ['fleets', 'presses', 'publish', 0],
    ],
    [{ text: 'x-0001/#', levels: ['x-0001', '#'] }, ['fleets', 'presses', 'deny', 0, 'subscribe']],
    [{ text: 'fixed', levels: ['fixed'] }, ['fleets', 'presses', 'publish', 1]],
  ])
  expect(first?.will).toMatchObject({ topic: 'w/ulm/press-0001-ulm', payload: '0001 press-0001' })
  expect(first?.bundles[0]?.layout).toBe('${each.serial}/')
  expect(topology.users).toEqual(users)
})

test('secrets may lie in a file for each row', () => {
  const { users } = fleetOf(`
      fleets: { f: { forEach: { items: [{ n: 1 }, { n: 2 }] }, username: "d\${each.n}", at: core, auth: { psk: { file: "keys/\${each.n}.psk" } } } }
  `)
  expect(users.map(({ authentication }) => authentication)).toMatchObject([
    { secret: { from: 'file', file: 'keys/1.psk' } },
    { secret: { from: 'file', file: 'keys/2.psk' } },
  ])
})

describe('devices share what no column enters', () => {
  test('all of it', () => {
    const { users } = fleetOf(`
      roles: { r: { publish: ["a/\${username}"] } }
      groups: { g: { members: [fleet:f], roles: [r] } }
      fleets: { f: { forEach: { range: { from: 1, to: 2 } }, username: "d\${each.n}", at: core, ${PASSWORD}, publish: [x], will: { topic: w } } }
    `)
    const [a, b] = users
    for (const part of ['at', 'authentication', 'grants', 'groups', 'bundles', 'will'] as const) {
      expect(a?.[part]).toBe(b?.[part])
      expect(a?.[part]).toBeDefined()
    }
  })

  test('brokers of rows with the same text, and grants beside those of a row', () => {
    const { users } = fleetOf(`
      fleets:
        f:
          forEach: { items: [{ n: 1, at: core }, { n: 2, at: core }] }
          username: "d\${each.n}"
          at: "\${each.at}"
          ${PASSWORD}
          publish: [x, "y/\${each.n}"]
    `)
    const [a, b] = users
    expect(a?.at).toBe(b?.at)
    expect(a?.grants[1]).toBe(b?.grants[1])
    expect(a?.grants[0]).not.toBe(b?.grants[0])
  })

  test('grants of rows with the same texts in the columns of their topics', () => {
    const { users } = fleetOf(`
      fleets:
        f:
          forEach: { items: [{ n: 1, a: x, b: y }, { n: 2, a: x, b: y }, { n: 3, a: 'x,y', b: '' }, { n: 4, a: x, b: z }] }
          username: "d\${each.n}"
          at: core
          ${PASSWORD}
          publish: ["\${each.a}/t", "t/\${each.a}-\${each.b}/\${username}"]
    `)
    const [a, ...others] = users.map(({ grants }) => grants)
    expect(others.map((grants) => grants === a)).toEqual([true, false, false])
    expect(others.map((grants) => grants[1]?.filter.text)).toEqual([
      't/x-y/${username}',
      't/x,y-/${username}',
      't/x-z/${username}',
    ])
  })
})

test('every row whose grant cannot be made is told of, however many say the same', () => {
  const { topology, diagnostics } = resolveYaml(`${BROKERS}
      fleets:
        f:
          forEach: { items: [{ n: 1, a: "#" }, { n: 2, a: "#" }] }
          username: "d\${each.n}"
          at: core
          ${PASSWORD}
          publish: [x, "y/\${each.a}"]
  `)
  expect(diagnostics.map(({ code }) => code)).toEqual(['invalid-topic', 'invalid-topic'])
  expect(topology.users.map(({ grants }) => grants.length)).toEqual([1, 1])
})

test('a row that makes no user is left out, the others stay', () => {
  const { topology } = resolveYaml(`${BROKERS}
      fleets:
        f:
          forEach: { items: [{ n: 1, at: core }, { n: 2, at: nowhere }, { n: "", at: core }, { at: core }, { n: 5, at: edge }] }
          username: "\${each.n}"
          at: "\${each.at}"
          ${PASSWORD}
  `)
  expect(topology.users.map(({ name }) => name)).toEqual(['1', '5'])
})

test('a fleet without a table is left out without a word; the table has been reported', () => {
  const { topology, diagnostics } = resolveYaml(`${BROKERS}
      fleets: { f: { forEach: { csv: f.csv }, username: "\${each.n}", at: core, ${PASSWORD} } }
      groups: { g: { members: [fleet:f] } }
  `)
  expect([topology.fleets, topology.users, diagnostics]).toEqual([[], [], []])
})

test('a fleet without rows is a fleet without users', () => {
  const { users } = fleetOf(
    `
      fleets: { f: { forEach: { csv: f.csv }, username: "\${each.n}", at: "\${each.at}", auth: { certificate: "\${each.p}" } } }
  `,
    { tables: { f: [] } },
  )
  expect(users).toEqual([])
})

test('a fleet of 100,000 devices is resolved, sorted and frozen', () => {
  const count = 100_000
  const rows = Array.from({ length: count }, (_, i) =>
    toRow([
      ['serial', String((i * 7_919) % count).padStart(6, '0')],
      ['site', `s${i % 50}`],
    ]),
  )
  const { topology, users } = fleetOf(
    `
      roles: { device: { publish: ["press/\${username}/telemetry"], subscribe: ["press/\${username}/cmd/#"] } }
      fleets:
        presses:
          forEach: { csv: presses.csv, key: serial }
          username: "\${each.serial}"
          at: core
          auth: { certificate: client, uris: ["urn:plant:\${each.site}:\${each.serial}"] }
          roles: [device]
          publish: ["plants/\${each.site}/\${each.serial}"]
  `,
    { tables: { presses: rows } },
  )
  expect(users).toHaveLength(count)
  expect(users.every(({ name }, i) => name === String(i).padStart(6, '0'))).toBe(true)
  expect(users.every((user) => Object.isFrozen(user) && Object.isFrozen(user.grants[0]?.filter.levels))).toBe(
    true,
  )
  expect(topology.roles).toMatchObject([{ name: 'device', userCount: count }])
})
