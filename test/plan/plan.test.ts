/** Plans through the command line: nothing where nothing changes, and exactly what changes where something does. */

import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import type { Plan } from '../../src/plan/plan.ts'
import { type CommandLine, commandLine } from '../cli/command-line.ts'
import { committed } from '../cli/committed.ts'
import { EXAMPLE_ENV, EXAMPLES } from '../support/example-run.ts'

const SPEC = `mqttopia: 1
name: hall
brokers:
  hall:
    host: hall.example
    listeners:
      mqtts: { port: 8883, tls: { profile: server, clientAuth: required }, auth: [certificate] }
      plain: { port: 1883, bind: 127.0.0.1, auth: [password] }
users:
  alice: { at: hall, auth: { certificate: client }, publish: [hall/door], bundles: [pem] }
  bob: { at: hall, auth: { password: { generate: {} } }, subscribe: [hall/door] }
  carol: { at: hall, auth: { certificate: client }, subscribe: [hall/door] }
bundles:
  pem: { format: pem }
`

const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../schemas/plan.schema.json'), 'utf8'))
const isPlan = new Ajv({ allErrors: true }).compile(schema)

async function planOf({ mqttopia }: CommandLine, ...argv: readonly string[]): Promise<Plan> {
  const { stdout, stderr } = await mqttopia('plan', '-o', 'json', ...argv)
  if (stdout === '') throw new Error(stderr)
  const plan: Plan = JSON.parse(stdout)
  isPlan(plan)
  expect(isPlan.errors).toBeNull()
  return plan
}

async function compiled(text = SPEC): Promise<CommandLine> {
  const place = commandLine({ 'topology.yaml': text })
  expect(await place.mqttopia('compile')).toMatchObject({ exitCode: 0 })
  return place
}

async function planFor(change: (text: string) => string, ...argv: readonly string[]): Promise<Plan> {
  const place = await compiled()
  const after = change(SPEC)
  expect(after).not.toBe(SPEC)
  place.write({ 'topology.yaml': after })
  return planOf(place, ...argv)
}

describe('a plan right after a compile is empty', () => {
  test.each([
    ['quickstart'],
    ['home'],
    ['sites'],
    ['fleet'],
    ['plant', '-e', 'dev'],
    ['plant', '-e', 'prod'],
  ])('%s %s %s', async (example, ...env) => {
    const place = commandLine({}, { env: EXAMPLE_ENV })
    cpSync(join(EXAMPLES, example), place.folder, {
      recursive: true,
      filter: (path) => !/\/(build|\.mqttopia)$/.test(path),
    })
    const argv = ['topology.yaml', ...env]
    expect(await place.mqttopia('compile', ...argv)).toMatchObject({ exitCode: 0 })
    const { exitCode, stdout } = await place.mqttopia('plan', ...argv, '--detailed-exitcode')
    expect(stdout).toMatch(/: nothing to do, /)
    expect(exitCode).toBe(0)
  })

  test('for brokers that run from the output folder too', async () => {
    const place = await compiled()
    await place.mqttopia('compile', '--root')
    expect((await place.mqttopia('plan')).stdout).toMatch(/nothing to do/)
  })

  test('with keys in another order, a comment, and a listener that is written twice as long', async () => {
    const place = await compiled()
    const reordered = SPEC.replace(
      'publish: [hall/door], bundles: [pem]',
      'bundles: [pem], publish: [hall/door]',
    )
    place.write({ 'topology.yaml': `${reordered}# the end\n` })
    expect((await place.mqttopia('plan')).stdout).toMatch(/nothing to do/)
  })
})

describe('what is no change, and yet to be known', () => {
  const listed = SPEC.replace('clientAuth: required }', 'clientAuth: required, crl: true }')

  test.each([
    ['+10d', undefined],
    ['+20d', /the revocation list of authority clients ends on 2027-02-14: install a new one before/],
    ['+40d', /the revocation list of authority clients has ended on 2027-02-14: every client is refused/],
  ])('at %s: how long the revocation list lasts', async (at, said) => {
    const place = await compiled(listed)
    const { notes } = await planOf(place, '--at', at)
    expect(notes?.lists.map(({ authority, hasEnded }) => ({ authority, hasEnded }))).toEqual(
      said === undefined
        ? undefined
        : ['clients-root', 'clients'].map((authority) => ({ authority, hasEnded: at === '+40d' })),
    )
    for (const format of ['human', 'markdown']) {
      const { stdout } = await place.mqttopia('plan', '--at', at, '-o', format)
      if (said === undefined) expect(stdout).not.toContain('revocation list')
      else expect(stdout).toMatch(said)
    }
  })

  test('a list that nobody looks at is no matter', async () => {
    const place = await compiled()
    expect((await planOf(place, '--at', '+40d')).notes).toBeUndefined()
  })

  test.each(['human', 'markdown'])(
    'the stage of a rotation, in an empty plan too, for %s',
    async (format) => {
      const place = await compiled()
      const said = async () => (await place.mqttopia('plan', '-o', format)).stdout
      await place.mqttopia('pki', 'rotate', 'authority:clients', '--staged')
      expect(await said()).toContain('authority clients: both keys are trusted, the old one issues')
      await place.mqttopia('compile')
      expect(await said()).toMatch(/othing to do.*\n(.*\n)*.*both keys are trusted/)
      await place.mqttopia('pki', 'rotation', 'next', '--installed')
      expect(await said()).toContain('authority clients: everything is issued by the new key')
      await place.mqttopia('compile')
      await place.mqttopia('pki', 'rotation', 'next', '--installed')
      expect(await said()).not.toContain('authority clients:')
    },
  )
})

describe('what changes', () => {
  test('nobody has a certificate any more: the authority that issued them stays what it was', async () => {
    const place = await compiled()
    const withoutClients = SPEC.replace(/^ {2}(alice|carol): .*\n/gm, '')
    place.write({ 'topology.yaml': withoutClients })
    const plan = await planOf(place)
    expect(plan.certificates.map(({ do: what, id }) => `${what} ${id}`)).toEqual([
      'retire user/alice',
      'retire user/carol',
    ])
    expect(plan.brokers[0]).toMatchObject({ effect: 'reload' })
    await place.mqttopia('compile')
    place.write({ 'topology.yaml': SPEC })
    const back = await planOf(place)
    expect(back.certificates).toEqual([])
    await place.mqttopia('compile')
    place.write({
      'topology.yaml': `${withoutClients}pki: { profiles: { server: { issuer: clients, usages: [server auth] } } }\n`,
    })
    const other = await planOf(place)
    expect(other.certificates).toContainEqual(
      expect.objectContaining({
        do: 'issue',
        id: 'authority/clients',
        because: 'the spec asks for another one',
      }),
    )
  })

  test('a right: who gains it, the line of the ACL file, a reload, and nobody is cut off', async () => {
    const plan = await planFor((text) =>
      text.replace('[hall/door], bundles', '[hall/door, hall/light], bundles'),
    )
    expect(plan.rights).toEqual([
      expect.objectContaining({ effect: 'gain', action: 'publish', filters: ['hall/light'], broker: 'hall' }),
    ])
    const [broker] = plan.brokers
    expect(broker).toMatchObject({ effect: 'reload', cutOff: { everybody: false, users: [] } })
    expect(broker?.files).toEqual([
      {
        ...{ path: 'acl', change: 'changed' },
        details: [{ at: 'user alice', item: 'line', after: 'topic write hall/light' }],
      },
    ])
    expect(plan.certificates).toEqual([])
  })

  test('a user that goes: rights, password, who is cut off', async () => {
    const plan = await planFor((text) => text.replace(/ {2}bob: .*\n/, ''))
    expect(plan.users).toEqual([{ who: 'user bob', members: ['bob'], change: 'removed', fields: [] }])
    expect(plan.rights).toEqual([expect.objectContaining({ effect: 'loss', filters: ['hall/door'] })])
    expect(plan.brokers[0]?.cutOff).toEqual({ everybody: false, users: ['bob'] })
    expect(plan.retained).toEqual([]) // bob published nothing
    expect(plan.destroys.users).toEqual({ gone: 1, of: 3 })
  })

  test('a publisher that goes: what it left retained, which nobody can clear later', async () => {
    const plan = await planFor((text) => text.replace('publish: [hall/door], ', ''))
    expect(plan.retained).toEqual([
      { effect: 'left', broker: 'hall', who: { count: 1, names: ['alice'] }, witness: 'hall/door' },
    ])
  })

  test('a listener: a restart that cuts off everybody', async () => {
    const plan = await planFor((text) => text.replace('port: 1883', 'port: 1884'))
    expect(plan.brokers[0]).toMatchObject({ effect: 'restart', cutOff: { everybody: true } })
    expect(plan.brokers[0]?.listeners).toEqual([
      { name: 'plain', change: 'changed', fields: [{ item: 'port', before: '1883', after: '1884' }] },
    ])
  })

  test('a certificate: issued anew for another name, retired with its user, and told only once', async () => {
    const plan = await planFor((text) => text.replace('hall.example', 'new.example'))
    expect(plan.certificates).toEqual([
      {
        do: 'issue',
        id: 'broker/hall/server',
        because: 'the spec asks for another one',
        newKey: expect.any(Boolean),
      },
    ])
    const place = await compiled()
    place.write({ 'topology.yaml': SPEC.replace(/ {2}alice: .*\n/, '') })
    expect((await planOf(place)).certificates).toMatchObject([{ do: 'retire', id: 'user/alice' }])
    await place.mqttopia('compile')
    expect((await place.mqttopia('plan')).stdout).toMatch(/nothing to do/)
  })

  test('a file that somebody edited', async () => {
    const place = await compiled()
    place.write({ 'build/brokers/hall/passwd': 'bob:mine\n' })
    const plan = await planOf(place)
    expect(plan.brokers[0]?.files).toEqual([
      {
        path: 'passwd',
        change: 'changed',
        details: [{ at: 'user bob', item: 'password', before: 'set', after: 'new' }],
      },
    ])
  })

  test('no change at all writes no file: a plan leaves state and output as they are', async () => {
    const place = commandLine({ 'topology.yaml': SPEC })
    expect((await planOf(place)).against).toEqual({ kind: 'nothing' })
    expect(() => readFileSync(place.path('.mqttopia/lock.jsonl'))).toThrow('ENOENT')
    expect(() => readFileSync(place.path('build/manifest.json'))).toThrow('ENOENT')
  })
})

test('a plan names no hash, no key and no password', async () => {
  const place = await compiled()
  place.write({
    'topology.yaml': SPEC.replace(/ {2}(alice|bob): .*\n/g, '').replace(
      'users:',
      'users:\n  eve: { at: hall, auth: { password: { generate: {} } }, publish: [x] }',
    ),
  })
  const said =
    (await place.mqttopia('plan', '-o', 'json', '-o', 'markdown=plan.md')).stdout +
    readFileSync(place.path('plan.md'), 'utf8')
  const [, hash = ''] = /bob:(\S+)/.exec(readFileSync(place.path('build/brokers/hall/passwd'), 'utf8')) ?? []
  expect(hash).toMatch(/^\$7\$/)
  for (const secret of [hash, '$7$', 'PRIVATE KEY']) expect(said).not.toContain(secret)
})

test('--target looks at one broker, and knows when there is no such', async () => {
  const two = SPEC.replace(
    'users:',
    '  attic:\n    listeners:\n      plain: { port: 1999, bind: 127.0.0.1, auth: [password] }\nusers:',
  )
  const place = await compiled(two)
  place.write({ 'topology.yaml': two.replace('1883', '1884').replace('1999', '1998') })
  expect((await planOf(place)).brokers.map(({ name }) => name)).toEqual(['attic', 'hall'])
  expect((await planOf(place, '--target', 'hall')).brokers.map(({ name }) => name)).toEqual(['hall'])
  expect(await place.mqttopia('plan', '--target', 'hal')).toMatchObject({
    exitCode: 64,
    stderr: expect.stringContaining('did you mean "hall"?'),
  })
})

describe('what takes away too much is refused', () => {
  const many = (n: number) =>
    Array.from(
      { length: n },
      (_, i) => `  u${i}: { at: hall, auth: { password: { generate: {} } }, subscribe: [hall/door] }\n`,
    ).join('')

  test('more than the share of users', async () => {
    const place = await compiled(SPEC.replace('bundles:\n', `${many(20)}bundles:\n`))
    place.write({ 'topology.yaml': SPEC })
    const refused = await place.mqttopia('plan', '--out', 'plan.json')
    expect(refused).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('20 of 23 users would go') })
    expect(() => readFileSync(place.path('plan.json'))).toThrow('ENOENT')
    expect(await place.mqttopia('plan', '--allow-destroy')).toMatchObject({ exitCode: 0 })
    expect(await place.mqttopia('plan', '--max-destroy', '95%')).toMatchObject({ exitCode: 0 })
  })

  test('a part under protection, although the list goes with it', async () => {
    const guarded = `${SPEC}environments:\n  prod: { protect: [users.bob] }\n`
    const place = commandLine({ 'topology.yaml': guarded })
    await place.mqttopia('compile', '-e', 'prod')
    place.write({ 'topology.yaml': `${SPEC.replace(/ {2}bob: .*\n/, '')}environments:\n  prod: {}\n` })
    expect(await place.mqttopia('plan', '-e', 'prod')).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('users.bob would go, which the environment protects'),
    })
  })
})

test('at a later time names the renewals that are due then', async () => {
  const place = commandLine({ 'topology.yaml': SPEC })
  await place.mqttopia('compile', '-q')
  expect((await planOf(place)).certificates).toEqual([])
  const later = await planOf(place, '--at', '+300d')
  expect(later.certificates).toEqual(
    ['broker/hall/server', 'user/alice', 'user/carol'].map((id) => ({
      ...{ do: 'renew', id, because: 'it ends soon', newKey: false },
    })),
  )
})

describe('against another environment', () => {
  const text = `${SPEC}environments:
  staging: { name: staging }
  prod: { brokers: { hall: { listeners: { mqtts: { port: 9883 } } } } }
  broken: { users: { alice: { at: nowhere } } }
`

  test('says what the two differ in, without a state', async () => {
    const place = commandLine({ 'topology.yaml': text })
    const plan = await planOf(place, '-e', 'prod', '--against-env', 'staging')
    expect(plan).toMatchObject({
      environment: 'prod',
      against: { kind: 'environment', environment: 'staging' },
      users: [],
      brokers: [{ name: 'hall', listeners: [{ fields: [{ item: 'port', after: '9883' }] }] }],
    })
    expect((await planOf(place, '-e', 'prod', '--against-env', 'prod')).brokers).toEqual([])
  })

  test.each(['broken', 'nowhere'])('that is %s is a failure', async (name) => {
    const place = commandLine({ 'topology.yaml': text })
    expect(await place.mqttopia('plan', '--against-env', name)).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `mqttopia: topology.yaml is not valid with environment "${name}": validate that, or compare with another one\n`,
    })
  })
})

describe('against a revision of git', () => {
  test('says what the specs make of it, includes and tables included, without a state', async () => {
    const place = committed({
      'net/topology.yaml': `${SPEC}include: [parts/*.yaml]\n`,
      'net/parts/fleet.yaml':
        'fleets:\n  f: { forEach: { csv: ../f.csv, key: s }, username: "${each.s}", at: hall, auth: { certificate: client }, publish: ["f/${username}"] }\n',
      'net/f.csv': 's\na\nb\n',
    })
    expect(await planOf(place, 'net/topology.yaml', '--against', 'HEAD')).toMatchObject({
      users: [],
      brokers: [],
      certificates: [],
    })
    place.write({ 'net/f.csv': 's\na\nc\n' })
    const plan = await planOf(place, 'net/topology.yaml', '--against', 'HEAD')
    expect(plan.users.map(({ who, change, members }) => [who, change, members])).toEqual([
      ['fleet f', 'added', ['c']],
      ['fleet f', 'removed', ['b']],
    ])
    expect(plan.certificates.map(({ do: what, id }) => `${what} ${id}`)).toEqual([
      'issue user/c',
      'retire user/b',
    ])
    expect(() => readFileSync(place.path('net/.mqttopia/lock.jsonl'))).toThrow('ENOENT')
  })

  test.each([
    ['nowhere', 'git knows no revision "nowhere" here'],
    ['--output=x', 'git knows no revision "--output=x" here'],
  ])('%s is no revision', async (revision, said) => {
    const place = committed({ 'topology.yaml': SPEC })
    expect(await place.mqttopia('plan', `--against=${revision}`)).toMatchObject({
      exitCode: 1,
      stderr: `mqttopia: ${said}\n`,
    })
  })

  test('a spec that was not there yet is all new', async () => {
    const place = committed({ README: 'x' })
    place.write({ 'topology.yaml': SPEC })
    expect((await planOf(place, '--against', 'HEAD')).brokers).toMatchObject([{ change: 'added' }])
  })
})

test.each([
  ['a folder that is not there', 'nowhere', 'nothing has been compiled into nowhere'],
  ['a file', 'topology.yaml', 'topology.yaml is no folder'],
])('plan --against-dir refuses %s', async (_, folder, message) => {
  const { mqttopia } = commandLine({ 'topology.yaml': SPEC })
  const { exitCode, stderr } = await mqttopia('plan', '--against-dir', folder)
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining(message)])
})

describe('apply refuses a file that', () => {
  const apply = (file: string, text = '') =>
    commandLine({ 'topology.yaml': SPEC, 'plan.json': text }).mqttopia('apply', file, '--dir', 'hall')
  const HEAD = '"mqttopia":"plan","version":1,"id":"0123456789abcdef"'

  test.each([
    ['is not there', 'none.json', '', 'cannot read none.json'],
    ['is a folder', '.', '', 'cannot read .'],
    ['is no JSON', 'plan.json', 'plan', 'plan.json is no plan'],
    ['is something else', 'plan.json', '[null]', 'plan.json is no plan'],
    ['says nothing', 'plan.json', `{${HEAD}}`, 'plan.json was edited'],
    ['says nonsense', 'plan.json', `{${HEAD},"digests":null,"brokers":[null]}`, 'plan.json was edited'],
  ])('%s', async (_, file, text, message) => {
    const { exitCode, stderr } = await apply(file, text)
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(message)])
  })

  test('was edited: what it takes away cannot be played down', async () => {
    const place = await compiled()
    place.write({ 'topology.yaml': SPEC.replace(/ {2}carol: .*\n/, '') })
    await place.mqttopia('plan', '--out', 'plan.json')
    const text = readFileSync(place.path('plan.json'), 'utf8')
    const edited = text.replace('"gone": 1', '"gone": 0')
    expect(edited).not.toBe(text)
    place.write({ 'plan.json': edited })
    const { exitCode, stderr } = await place.mqttopia('apply', 'plan.json', '--dir', 'hall')
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('plan.json was edited')])
    place.write({ 'plan.json': text })
    expect((await place.mqttopia('apply', 'plan.json', '--dir', 'hall')).stderr).not.toContain('edited')
  })
})
