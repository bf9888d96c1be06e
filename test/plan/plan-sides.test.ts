/** What a plan compares with, as it finds it: in the snapshot of an output folder. */

import { readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { toPem } from '../../src/pki/der/pem.ts'
import { generateKey } from '../../src/pki/keys/generate-key.ts'
import { createSigningRequest } from '../../src/pki/x509/signing-request.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { type CommandLine, commandLine } from '../cli/command-line.ts'
import { signerOf } from '../support/pki-fixtures.ts'

const SPEC = `mqttopia: 1
name: hall
pki:
  profiles:
    keeper: { issuer: clients, usages: [client auth], csr: true }
brokers:
  hall:
    listeners:
      mqtts: { port: 8883, tls: { profile: server, clientAuth: required }, auth: [certificate] }
      plain: { port: 1883, bind: 127.0.0.1, auth: [password] }
fleets:
  meters:
    forEach: { csv: meters.csv, key: serial }
    username: "\${each.serial}"
    at: hall
    auth: { certificate: keeper }
    publish: ["m/\${username}"]
    bundles: [pem]
users:
  alice: { at: hall, auth: { password: { file: secrets/alice } }, subscribe: ["m/+"] }
bundles:
  pem: { format: pem }
`

async function compiled(): Promise<CommandLine> {
  const place = commandLine({
    'topology.yaml': SPEC,
    'meters.csv': 'serial\na\nb\nc\n',
    'secrets/alice': 'a password of alice, long enough',
  })
  expect(await place.mqttopia('compile', '-q')).toMatchObject({ exitCode: 0 })
  return place
}

async function planOf({ mqttopia }: CommandLine, ...argv: readonly string[]): Promise<Plan> {
  const { stdout, stderr } = await mqttopia('plan', '-q', '-o', 'json', ...argv)
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}

const NEW_METER = { 'meters.csv': 'serial\na\nb\nb2\nc\n' }
/** Another part of the spec: its snapshot has to be resolved. */
const NEW_USER = {
  'topology.yaml': SPEC.replace(
    'bundles:\n  pem',
    '  bob: { at: hall, auth: { password: { generate: {} } }, subscribe: ["m/+"] }\nbundles:\n  pem',
  ),
}

describe.each([
  ['a device', NEW_METER, 'b2'],
  ['a user', NEW_USER, 'bob'],
])('where %s is new, nobody else has changed', (_, files, name) => {
  test('though certificates are awaited, and bundles with them', async () => {
    const place = await compiled()
    place.write(files)
    const { users } = await planOf(place)
    expect(users).toEqual([expect.objectContaining({ change: 'added', members: [name] })])
  })

  test('though the spec is named in full, and its files with it', async () => {
    const place = await compiled()
    place.write(files)
    const { users } = await planOf(place, place.path('topology.yaml'))
    expect(users).toEqual([expect.objectContaining({ change: 'added', members: [name] })])
  })
})

test('a topic that begins like the folder of a spec that is named in full is no file in it', async () => {
  const place = await compiled()
  const spec = place.path('topology.yaml')
  const [long, short] = [`${dirname(spec)}/#`, '#'].map((topic) => SPEC.replace('["m/+"]', `["${topic}"]`))
  place.write({ 'topology.yaml': long ?? '' })
  expect(await place.mqttopia('compile', '-q', spec)).toMatchObject({ exitCode: 0 })
  place.write({ 'topology.yaml': short ?? '' })
  const { rights } = await planOf(place, spec)
  expect(rights).toHaveLength(1)
})

test('a plan for brokers elsewhere than compiled shows files as it does without what is remembered', async () => {
  const request = (commonName: string) =>
    toPem('CERTIFICATE REQUEST', createSigningRequest({ commonName }, signerOf(generateKey('p256'))))
  const own = 'auth: { certificate: keeper, csr: { file: "${each.serial}.csr" } }'
  const names = ['a', 'b', 'b2', 'c']
  const place = commandLine({
    'topology.yaml': SPEC.replace('auth: { certificate: keeper }', own),
    'meters.csv': 'serial\na\nb\nc\n',
    'secrets/alice': 'a password of alice, long enough',
    ...Object.fromEntries(names.map((name) => [`${name}.csr`, request(name)])),
  })
  const spec = place.path('topology.yaml')
  await sleep(50) // a file that was written just now could change without a trace
  expect(await place.mqttopia('compile', '-q', spec)).toMatchObject({ exitCode: 0 })
  place.write(NEW_METER)
  const { users } = await planOf(place, '--root', spec)
  expect(users).toHaveLength(1)
  rmSync(place.path('.mqttopia/cache'), { recursive: true, force: true })
  expect((await planOf(place, '--root', spec)).users).toEqual(users)
})

describe('a snapshot', () => {
  const change = (place: CommandLine, edit: (text: string) => string) => {
    const text = readFileSync(place.path('build/snapshot.json'), 'utf8')
    const edited = edit(text)
    expect(edited).not.toBe(text)
    place.write({ 'build/snapshot.json': edited })
  }

  test.each([
    ['a row that is cut off', (text: string) => text.replace('["b"],', '["b')],
    ['a row without its comma', (text: string) => text.replace('["b"],', '["b"]')],
    ['a row in the wrong place', (text: string) => text.replace('{\n', '{\n["b"],\n')],
    ['its end cut off', (text: string) => text.slice(0, -20)],
    ['nothing in it', () => ''],
    ['another version', (text: string) => text.replace('"version": 1', '"version": 2')],
  ])('with %s is refused in a sentence', async (_, edit) => {
    const place = await compiled()
    change(place, edit)
    for (const files of [{}, NEW_METER, NEW_USER]) {
      place.write(files)
      const { exitCode, stderr, stdout } = await place.mqttopia('plan', '-q')
      expect(exitCode).not.toBe(0)
      expect(stdout).toBe('')
      expect(stderr).toMatch(/^mqttopia: .*snapshot\.json is damaged, or of another version of mqttopia; /m)
      expect(stderr).not.toContain('    at ')
    }
  })

  test('that was written anew by another program is read all the same', async () => {
    const place = await compiled()
    place.write(NEW_METER)
    const { users, rights } = await planOf(place)
    change(place, (text) => JSON.stringify(JSON.parse(text), undefined, 2))
    expect(await planOf(place)).toMatchObject({ users, rights })
  })

  test('with a row that makes no device is read without it', async () => {
    const place = await compiled()
    place.write(NEW_METER)
    change(place, (text) => text.replace('["b"],', '["b"],\n["a"],\n[""],\n[null],\n[1],'))
    const { users } = await planOf(place)
    expect(users).toEqual([expect.objectContaining({ change: 'added', members: ['b2'] })])
  })
})

test('the digest of what stays is in a plan for machines, and the same each time', async () => {
  const place = await compiled()
  place.write(NEW_METER)
  const [first, second] = [await planOf(place), await planOf(place, '--out', place.path('plan.json'))]
  expect(first.digests.kept).toMatch(/^[0-9a-f]{64}$/)
  expect(second).toEqual(first)
  expect(JSON.parse(readFileSync(place.path('plan.json'), 'utf8'))).toEqual(first)
})
