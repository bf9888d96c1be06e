import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Spec } from '../../src/spec/generated/spec.ts'
import { topologyCodes } from '../../src/topology/codes.ts'
import { resolveTopology } from '../../src/topology/resolve-topology.ts'
import { resolvable } from './resolve-yaml.ts'

/** Something of everything, and a mistake of most kinds. */
const SPEC = `
  mqttopia: 1
  name: plant
  defaults: { limits: { maxQos: 2, maxPacketSize: 2MB } }
  pki:
    authorities: { root: {}, clients: { issuer: root }, a: { issuer: b }, b: { issuer: c }, c: { issuer: a }, d: { issuer: x } }
    profiles:
      device: { issuer: clients }
      own-key: { issuer: clients, csr: true }
      wrong: { issuer: nobody }
    crl: { clients: { validity: 10d }, nobody: {} }
  brokers:
    core:
      host: core.example
      altNames: { dnsNames: [mqtt, "10.0.0.1"], ipAddresses: [10.0.0.2] }
      listeners:
        tls: { port: 8883, tls: {}, auth: [certificate] }
        plain: { port: 1883, auth: [password, anonymous] }
        none: { auth: [password] }
        odd: { port: 1, path: /run/odd.sock, auth: [password] }
    edge: { host: edge..example, listeners: { plain: { port: 1883, auth: [password] } }, sysInterval: 20h }
  bridges:
    one: { from: edge, to: core, listener: tls, addresses: [core2.example], notifications: both, routes: [{ out: a/+, remote: b/+ }, { in: c, out: d }] }
    two: { from: core, to: edge, auth: { password: { generate: {} } }, routes: [{ in: "x/#" }] }
    bad: { from: core, to: edg, routes: [{ in: "x/#" }] }
    open: { from: edge, to: core, auth: { anonymous: true }, routes: [{ in: "x/#" }] }
  roles:
    r: { publish: ["a/\${username}"], subscribe: ["b/#"], deny: [{ subscribe: b/x, publish: b/y }] }
    s: { publish: [z, z+] }
  groups: { g: { roles: [s, r], members: [alice, fleet:f, anonymous] }, h: { roles: [r, q], members: [bob, carl] } }
  users:
    alice: { at: [core, edge], auth: { certificate: device }, roles: [s], bundles: [zip, nope] }
    bob: { at: edge, auth: { password: { env: BOB } }, will: { topic: "w/\${username}" } }
    dora: { at: edge }
    anonymous: { at: core, publish: [open] }
    bridge-one: { at: core, auth: { password: { generate: {} } } }
    f2: { at: core, auth: { password: { generate: {} } } }
  fleets:
    f:
      forEach: { items: [{ n: "2", s: a }, { n: "1", s: "+" }, { n: "3", s: b }, { n: "3", s: c }, { n: "4" }] }
      username: "f\${each.n}"
      at: core
      auth: { certificate: device, uris: ["urn:\${each.n}"] }
      publish: ["f/\${each.s}", other]
  bundles: { zip: { format: zip, qr: svg }, pem: { format: pem } }
  environments: { prod: { protect: [brokers.core, brokers.gone] } }
`

const value: Spec = parse(SPEC)
const resolve = (spec: Spec) => resolveTopology(resolvable(spec, { environment: 'prod' }))

describe('resolving', () => {
  test('does not depend on the order of keys', () => {
    const expected = resolve(value)
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
        expect(resolve(shuffleKeys(value, numbers))).toEqual(expected)
      }),
      { numRuns: 50 },
    )
  })

  test('gives the same twice, and leaves the spec alone', () => {
    const before = structuredClone(value)
    expect(resolve(value)).toEqual(resolve(value))
    expect(value).toEqual(before)
  })

  test('gives a topology in which nothing can be changed', () => {
    const { topology } = resolve(value)
    const seen = new Set<unknown>()
    const thawed: string[] = []
    const visit = (part: unknown, path: string): void => {
      if (typeof part !== 'object' || part === null || seen.has(part)) return
      seen.add(part)
      if (!Object.isFrozen(part)) thawed.push(path)
      for (const [key, inner] of Object.entries(part)) if (key !== 'row') visit(inner, `${path}.${key}`)
    }
    visit(topology, '')
    expect(thawed).toEqual([])
  })

  test('leaves out what is wrong', () => {
    const { topology } = resolve(value)
    const names = (values: readonly { readonly name: string }[]) => values.map(({ name }) => name)
    expect(names(topology.authorities)).toEqual(['root', 'servers-root', 'clients', 'servers'])
    expect(names(topology.bridges)).toEqual(['one', 'open', 'two'])
    expect(names(topology.users)).toEqual([
      ...['alice', 'anonymous', 'bob', 'bridge-one', 'bridge-two', 'f1', 'f2', 'f3', 'f4'],
    ])
    expect(topology.users.find(({ name }) => name === 'bridge-one')?.kind).toBe('bridge')
    expect(topology.brokers.map(({ name, listeners }) => [name, names(listeners)])).toEqual([
      ['core', ['plain', 'tls']],
      ['edge', ['plain']],
    ])
  })

  test('an empty spec is an empty topology', () => {
    expect(resolveTopology(resolvable({ mqttopia: 1 }))).toEqual({
      diagnostics: [],
      topology: {
        ...{
          name: 'folder',
          organization: 'folder',
          authorities: [],
          profiles: [],
          brokers: [],
          bridges: [],
        },
        ...{ users: [], fleets: [], roles: [], bundles: [], policies: [], tests: [] },
      },
    })
  })
})

describe('the codes', () => {
  test('are kebab-case, unique and explained', () => {
    expect(new Set(topologyCodes.map(({ code }) => code)).size).toBe(topologyCodes.length)
    for (const { code, summary, explanation } of topologyCodes) {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)+$/)
      expect(summary).toMatch(/^[^A-Z].*[^.]$/)
      expect(explanation).toMatch(/^[A-Z`][\s\S]*[.]$/)
    }
  })

  test('are what is reported', () => {
    const known = new Set(topologyCodes.map(({ code }) => code))
    for (const { code } of resolve(value).diagnostics) expect(known).toContain(code)
  })
})

function shuffleKeys<T>(value: T, numbers: Iterator<number>): T {
  if (Array.isArray(value)) return value.map((item) => shuffleKeys(item, numbers)) as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, part]) => [key, shuffleKeys(part, numbers)] as const)
  const weighed = entries.map((entry) => ({ entry, weight: Number(numbers.next().value) }))
  return Object.fromEntries(weighed.sort((a, b) => a.weight - b.weight).map(({ entry }) => entry)) as T
}
