/**
 * Rows of fleets come, go and change: the topology that was there before is made of the one that is there now, and is
 * what it is when it is resolved from its own snapshot; so are plans. MQTTOPIA_RANDOM_ROWS sets how many (a long run: 5000).
 */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile, hasErrors } from '../../src/compile.ts'
import { wantedCertificates } from '../../src/pki/issuance/wanted-certificates.ts'
import { wantedIds } from '../../src/pki/issuance/wanted-ids.ts'
import { changesOfRequests } from '../../src/plan/certificate-changes.ts'
import { makePlan, type PlanSide } from '../../src/plan/make-plan.ts'
import { planJson } from '../../src/plan/plan-json.ts'
import { renderPlanHuman } from '../../src/plan/render-plan-human.ts'
import { renderPlanMarkdown } from '../../src/plan/render-plan-markdown.ts'
import { revisionFiles } from '../../src/plan/revision-files.ts'
import { packageTexts } from '../../src/state/package-files.ts'
import { earlierTopology } from '../../src/topology/earlier-topology.ts'
import { resolveTopology } from '../../src/topology/resolve-topology.ts'
import { rowChanges } from '../../src/topology/row-changes.ts'
import type { Topology } from '../../src/topology/topology.ts'
import { parseSnapshot, snapshotText } from '../../src/topology/topology-snapshot.ts'
import { NOW } from '../cli/command-line.ts'
import { memoryReader } from '../support/memory-reader.ts'

const COUNT = Number(process.env.MQTTOPIA_RANDOM_ROWS ?? 100)

const listeners = (port: number) =>
  `{ mqtts: { port: ${port}, tls: { profile: server, clientAuth: required }, auth: [certificate] }, plain: { port: ${port - 7000}, bind: 127.0.0.1, auth: [password] } }`

const HEAD = `mqttopia: 1
name: hall
pki:
  authorities: { clients: {}, gateways: {} }
  profiles:
    gateway: { issuer: gateways, usages: [client auth] }
    keeper: { issuer: clients, usages: [client auth], csr: true }
brokers:
  hall: { host: hall.example, listeners: ${listeners(8883)} }
  yard: { host: yard.example, listeners: ${listeners(8884)} }
  dock: { host: dock.example, listeners: ${listeners(8885)} }
bridges:
  up: { from: yard, to: hall, listener: mqtts, auth: { certificate: client }, routes: [{ out: "m/#", remote: "yard/m/#" }] }
users:
  alice: { at: hall, auth: { certificate: client }, subscribe: ["m/+/state", "yard/#"], publish: ["m/b/set"] }
  bob: { at: [hall, dock], auth: { password: { generate: {} } }, subscribe: ["m/#"] }
roles:
  meter: { publish: ["m/\${username}/state"], subscribe: ["m/\${username}/set"] }
  clock: { subscribe: [time], publish: ["m/\${username}/gone", m/gone] }
groups:
  all: { members: ["fleet:meters", alice], roles: [clock] }
bundles:
  pem: { format: pem }
  box: { format: zip, layout: "\${each.serial}/" }
`

/** What a spec may say of its fleet of meters; `serial`, `at`, `profile` and `room` are columns. */
const METERS = {
  at: ['hall', '[hall, yard]', '"${each.at}"', '[dock, "${each.at}"]'],
  auth: [
    '{ certificate: client }',
    '{ certificate: "${each.profile}" }',
    '{ certificate: gateway, uris: ["urn:room:${each.room}"] }',
    '{ password: { generate: {} } }',
    '{ password: { file: "secrets/${each.room}" } }',
  ],
  more: [
    '',
    'clientId: "m-${username}"',
    'roles: [meter]',
    'publish: ["room/${each.room}/#"]',
    'will: { topic: "m/${username}/gone", payload: "${each.room}" }',
    'will: { topic: "m/gone", retain: true }',
    'bundles: [pem]',
    'bundles: [box]',
    'listener: mqtts',
  ],
}

const END = `  gates:
    forEach: { csv: gates.csv, key: serial }
    username: "\${each.serial}"
    at: yard
    auth: { certificate: client }
    roles: [clock]
policies:
  quiet: { severity: warning, forbid: { from: "fleet:gates", to: "fleet:meters" } }
tests:
  - { name: door, publish: { as: g1, at: yard, topic: nowhere }, notDelivered: [alice] }
`

const spec = fc
  .record({
    at: fc.constantFrom(...METERS.at),
    auth: fc.constantFrom(...METERS.auth),
    more: fc.subarray(METERS.more, { maxLength: 3 }),
    withRest: fc.boolean(),
  })
  .map(({ at, auth, more, withRest }) => {
    const meters = ['forEach: { csv: meters.csv, key: serial }', 'username: "${each.serial}"']
    const lines = [
      ...meters,
      `at: ${at}`,
      `auth: ${auth}`,
      ...new Map(more.map((line) => [line.split(':')[0], line])).values(),
    ]
    return `${HEAD}fleets:\n  meters:\n${lines.map((line) => `    ${line}\n`).join('')}${withRest ? END : ''}`
  })

const meter = fc.tuple(
  fc.constantFrom(...'abcdefgh', 'set', 'state', 'a b', 'ä'),
  fc.constantFrom('hall', 'yard', 'hall', 'dock'),
  fc.constantFrom('client', 'client', 'gateway', 'keeper'),
  fc.constantFrom('1', '2', 'a', 'state'),
)
const meters = fc.uniqueArray(meter, { selector: ([serial]) => serial, minLength: 1, maxLength: 9 })
const gate = fc.tuple(fc.constantFrom('g1', 'g2', 'g3', 'g4'), fc.constantFrom('east', 'west'))
const gates = fc.uniqueArray(gate, { selector: ([serial]) => serial, minLength: 1 })
const tables = fc.record({ meters, gates })

/** Most rows stay what they are. */
const change = fc.tuple(
  tables,
  tables,
  fc.array(fc.boolean(), { minLength: 13, maxLength: 13 }),
  fc.boolean(),
)

type Tables = typeof tables extends fc.Arbitrary<infer Made> ? Made : never

function changed(old: Tables, other: Tables, keeps: readonly boolean[], withGates: boolean): Tables {
  const kept = old.meters.filter((_, i) => keeps[i] || i < 2)
  const names = new Set(kept.map(([serial]) => serial))
  return {
    meters: [...kept, ...other.meters.filter(([serial], i) => !names.has(serial) && keeps[i] !== true)],
    gates: withGates ? other.gates : old.gates,
  }
}

async function compiled(text: string, { meters, gates }: Tables) {
  const lines = ['serial,at,profile,room', ...meters.map((cells) => cells.join(','))]
  const files = {
    'topology.yaml': text,
    'meters.csv': `${lines.join('\n')}\n`,
    'gates.csv': `serial,side\n${gates.map((cells) => cells.join(',')).join('\n')}\n`,
  }
  const compilation = await compile('topology.yaml', memoryReader(files), { now: NOW, folderName: 'hall' })
  return hasErrors(compilation) || compilation.topology === undefined || compilation.input === undefined
    ? undefined
    : { topology: compilation.topology, input: compilation.input }
}

/** Where rows stood does not count. */
function withoutRows(topology: Topology): unknown {
  const withoutRow = (value: unknown): unknown => {
    if (Array.isArray(value)) return value[2] === 'forEach' ? value.slice(0, 4) : value.map(withoutRow)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutRow(part)]))
  }
  return withoutRow(topology)
}

/** Frozen, and of one piece. */
function expectPart({ users, fleets, brokers, profiles }: Topology): void {
  for (const user of [users, ...fleets.map((fleet) => fleet.users)].flat()) {
    const { at, authentication, grants, bundles, groups, path } = user
    for (const part of [user, at, authentication, grants, bundles, groups, path])
      expect(Object.isFrozen(part)).toBe(true)
    expect(at.every((broker) => brokers.includes(broker))).toBe(true)
    expect(authentication.kind !== 'certificate' || profiles.includes(authentication.profile)).toBe(true)
    expect(users.includes(user)).toBe(true)
  }
}

function planTexts(before: PlanSide, after: PlanSide): readonly string[] {
  const plan = makePlan({
    ...{ before, after, against: { kind: 'output', folder: 'build' } },
    ...revisionFiles(before.topology, after.topology, packageTexts('templates')),
    certificates: changesOfRequests(wantedCertificates(before.topology), wantedCertificates(after.topology)),
    certificateCount: wantedIds(before.topology).size,
  })
  return [planJson(plan), renderPlanHuman(plan, { color: false }), renderPlanMarkdown(plan)]
}

test(`what was there before ${COUNT} changes of rows, and their plans`, async () => {
  let found = 0
  const property = fc.asyncProperty(spec, change, async (text, [old, other, keeps, withGates]) => {
    const [was, is] = [await compiled(text, old), await compiled(text, changed(old, other, keeps, withGates))]
    fc.pre(was !== undefined && is !== undefined)
    const [oldText, newText] = [was, is].map(({ input }) => snapshotText({ input, runsHere: false }))
    const changes = rowChanges(oldText ?? '', newText ?? '', is.input.tables)
    const earlier = changes && earlierTopology(is.topology, is.input, changes)
    if (earlier === undefined) return
    found += 1
    const read = parseSnapshot(oldText ?? '')
    if (read === undefined) throw new Error('the snapshot is damaged')
    const { topology } = resolveTopology(read.input)
    expect(withoutRows(earlier)).toStrictEqual(withoutRows(topology))
    expectPart(earlier)
    const now = { spec: is.input.value, topology: is.topology, digest: 'now' }
    const before = { spec: is.input.value, digest: 'old' }
    expect(planTexts({ ...before, topology: earlier }, now)).toEqual(planTexts({ ...before, topology }, now))
  })
  await fc.assert(property, { numRuns: COUNT })
  expect(found).toBeGreaterThan(COUNT / 4)
}, 3_600_000)
