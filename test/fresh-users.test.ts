/**
 * What is found where only the users that have changed are looked at one by one, against what is found where all are:
 * random fleets without findings, some rows of which are then exchanged for others, right and wrong ones.
 * MQTTOPIA_RANDOM_ROWS sets how many, MQTTOPIA_SEED which.
 */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CompileOptions, compile } from '../src/compile.ts'
import type { User } from '../src/topology/user.ts'
import { memoryReader } from './support/memory-reader.ts'

const COUNT = Number(process.env.MQTTOPIA_RANDOM_ROWS ?? 40)
const SEED = Number(process.env.MQTTOPIA_SEED ?? Date.now() % 2 ** 31)
const OPTIONS = { now: new Date('2026-12-01T00:00:00Z'), folderName: 'random' }

const COLUMNS = ['serial', 'part', 'identifier', 'site', 'door', 'last'] as const
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>

const BROKERS = {
  hub: {
    listeners: {
      mqtts: { port: 8883, tls: { profile: 'server', clientAuth: 'required' }, auth: ['certificate'] },
      login: { port: 8884, tls: {}, auth: ['password'] },
      wss: { port: 8443, transport: 'websocket', tls: {}, auth: ['password'] },
    },
    retain: { available: false },
  },
  plain: {
    engine: { version: '2.1' },
    access: 'dynamic-security',
    listeners: {
      mqtts: { port: 8893, tls: { profile: 'server', clientAuth: 'required' }, auth: ['certificate'] },
      login: { port: 8894, tls: {}, auth: ['password'] },
    },
  },
  keys: { listeners: { psk: { port: 8885, tls: { psk: {} }, auth: ['psk'] } } },
}

const BUNDLES = {
  archive: { format: 'zip', layout: '${each.serial}/' },
  parts: { format: 'zip', layout: '${each.site}/${each.part}' },
  tools: { format: 'mosquitto' },
  phone: { format: 'otrc', qr: 'svg' },
  board: { format: 'c-header' },
  own: { format: 'template', files: { 'a.sh': { file: 'a.hbs' } } },
}
const TEMPLATE = '{{line username}} {{shell each.part}}\n'

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 })
const certificates = {
  at: fc.constantFrom<string | readonly string[]>('hub', 'plain', ['hub', 'plain'], '${each.site}'),
  auth: fc.constantFrom({ certificate: 'client' }, { password: { generate: {} } }),
}
const keys = { at: fc.constant('keys'), auth: fc.constant({ psk: { generate: {} } }) }
const rest = {
  forEach: fc.constant({ csv: 'rows.csv', key: 'serial' }),
  username: fc.constantFrom('${each.serial}', 'x-${each.serial}'),
  clientId: fc.constantFrom('${username}', '${each.identifier}'),
  listener: fc.option(fc.constantFrom('login', '${each.door}'), { nil: undefined, freq: 4 }),
  publish: fc.subarray(
    ['d/${username}/up', 'e/${each.part}/up', 'f/${clientId}', 'owntracks/${username}/#'],
    {
      minLength: 1,
    },
  ),
  subscribe: fc.subarray(['d/${username}/down/#', 'e/${each.part}/${username}', 'g/+']),
  will: optional(
    fc.record({
      topic: fc.constantFrom('d/${username}/up', '${each.last}'),
      payload: fc.constant('x'),
    }),
  ),
  bundles: fc.subarray(Object.keys(BUNDLES)),
}
const fleets = fc.oneof(fc.record({ ...rest, ...keys }), fc.record({ ...rest, ...certificates }))

/** Half of them right; the row's number keeps the right ones apart. */
const rows = (right: number) =>
  fc.nat(40).chain((n): fc.Arbitrary<Row> => {
    const wrong = (good: string, ...bad: readonly string[]) =>
      fc.oneof(
        { weight: right, arbitrary: fc.constant(good) },
        { weight: 1, arbitrary: fc.constantFrom(good, ...bad) },
      )
    const odd = [
      'a/b',
      '+',
      '#',
      '$x',
      '%u',
      'a:b',
      '#b',
      'a\u0007',
      ' a',
      'a\nb',
      'x'.repeat(70),
      'x'.repeat(130),
    ]
    return fc.record({
      serial: wrong(
        `n${n}`,
        ...odd.map((text) => `${text}${n}`),
        ...odd.map((text) => `${n}${text}`),
        `N${n}`,
      ),
      part: wrong(`p${n}`, '', ...odd, 'x/'.repeat(201), 'p/#', 'p/+/q'),
      identifier: wrong(`i${n}`, ...odd, 'i1'),
      site: fc.constantFrom('hub', 'plain'),
      door: wrong('login', 'mqtts', 'wss', 'psk'),
      last: wrong(`e/p${n}/up`, '$SYS/x', 'other', ' a', 'e//up', 'e/p/#'),
    })
  })

const table = (lines: readonly Row[]) =>
  [COLUMNS, ...lines.map((row) => COLUMNS.map((column) => row[column]))]
    .map((cells) => cells.map((cell) => JSON.stringify(cell)).join(','))
    .join('\n')

const cases = fc.record({
  fleet: fleets,
  before: fc.uniqueArray(rows(1_000_000), { minLength: 1, maxLength: 6, selector: ({ serial }) => serial }),
  news: fc.array(rows(2), { minLength: 1, maxLength: 4 }),
  kept: fc.nat(6),
})

function findings(
  fleet: { readonly bundles: readonly string[] },
  lines: readonly Row[],
  freshUsers?: CompileOptions['freshUsers'],
) {
  const spec = {
    mqttopia: 1,
    brokers: BROKERS,
    bundles: Object.fromEntries(Object.entries(BUNDLES).filter(([name]) => fleet.bundles.includes(name))),
    fleets: { devices: fleet },
    users: {
      backend: { at: ['hub', 'plain'], auth: { certificate: 'client' }, subscribe: ['d/+/up'] },
      key: { at: 'keys', auth: { psk: { generate: {} } }, subscribe: ['d/+/up'] },
      web: { at: ['hub', 'plain'], auth: { password: { generate: {} } }, subscribe: ['d/+/up'] },
    },
  }
  const files = { 'spec.yaml': JSON.stringify(spec), 'rows.csv': table(lines), 'a.hbs': TEMPLATE }
  return compile('spec.yaml', memoryReader(files), freshUsers ? { ...OPTIONS, freshUsers } : OPTIONS)
}

test(`findings are the same where only changed users are fresh, for ${COUNT} random fleets (MQTTOPIA_SEED=${SEED})`, async () => {
  let clean = 0
  for (let turn = 0; clean < COUNT; turn++) {
    const [one] = fc.sample(cases, { numRuns: 1, seed: SEED + turn })
    if (one === undefined) continue
    const { fleet, before, news, kept } = one
    const { topology, diagnostics } = await findings(fleet, before)
    if (diagnostics.length > 0) continue
    clean += 1
    const known = new Set(topology?.users.map(factsOf))
    const isFresh = (user: User) => !known.has(factsOf(user))
    const rows = [...before.slice(0, kept), ...news, ...before.slice(kept + 1)]
    const all = await findings(fleet, rows)
    const some = await findings(fleet, rows, (_, { users }) => users.filter(isFresh))
    expect(some.diagnostics, JSON.stringify(one)).toEqual(all.diagnostics)
  }
}, 3_600_000)

function factsOf({ name, fleet, row }: User): string {
  return JSON.stringify([name, fleet, row])
}
