/** Plans where nobody can open the vault say what the others say, but for what only the vault knows. */

import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Plan } from '../../src/plan/plan.ts'
import { type CommandLine, commandLine } from '../cli/command-line.ts'

const SPEC = `mqttopia: 1
name: hall
pki:
  profiles:
    server: { issuer: servers, duration: 90d, renewBefore: 30d, privateKey: { rotationPolicy: always } }
brokers:
  hall:
    host: hall.example
    listeners:
      mqtts: { port: 8883, tls: { profile: server, crl: true }, auth: [certificate] }
      office: { port: 8884, tls: { profile: server }, auth: [password] }
      near: { port: 8885, tls: { psk: {} }, auth: [psk] }
users:
  alice: { at: hall, auth: { certificate: client }, publish: [hall/door], bundles: [pem] }
  bob: { at: hall, auth: { password: { generate: {} } }, subscribe: [hall/door], bundles: [pem] }
  gate: { at: hall, auth: { psk: { generate: {} } }, publish: [hall/gate] }
bundles:
  pem: { format: pem }
`

const CHANGES: Readonly<Record<string, string>> = {
  'none at all': SPEC,
  'another right': SPEC.replace('subscribe: [hall/door]', 'subscribe: [hall/+]'),
  'a user with a password': SPEC.replace(
    '\nbundles:',
    '\n  ben: { at: hall, auth: { password: { generate: {} } }, publish: [hall/ben] }\nbundles:',
  ),
  'one user fewer': SPEC.replace(/ {2}gate: .*\n/, ''),
  'another host name': SPEC.replace('hall.example', 'hall.test'),
  'a listener fewer': SPEC.replace(/ {6}office: .*\n/, '').replace(/ {2}bob: .*\n/, ''),
}

async function sealed(): Promise<CommandLine> {
  const place = commandLine({ 'topology.yaml': SPEC })
  await place.mqttopia('compile')
  const { exitCode, stderr } = await place.mqttopia('vault', 'encrypt', '--generate-identity', 'key.txt')
  expect(exitCode, stderr).toBe(0)
  return place
}

async function planOf({ mqttopia }: CommandLine, ...argv: readonly string[]): Promise<Plan> {
  const { stdout, stderr } = await mqttopia('plan', '-o', 'json', ...argv)
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}

/** Without what a closed vault hides, and what follows from that. */
function comparable({ id: _, closedVault: __, files, ...plan }: Plan) {
  const open = (paths: readonly string[]) => paths.filter((path) => !path.startsWith('clients/'))
  const { added, changed, removed } = files
  return { ...plan, files: { added: open(added), changed: open(changed), removed: open(removed) } }
}

test.each(Object.entries(CHANGES))(
  'without an identity, the plan for %s is that of the open vault',
  async (_, text) => {
    const place = await sealed()
    place.write({ 'topology.yaml': text })
    const [closed, open] = [await planOf(place), await planOf(place, '--identity', 'key.txt')]
    expect([closed.closedVault, open.closedVault]).toEqual(['encrypted', undefined])
    expect(comparable(closed)).toEqual(comparable(open))
  },
)

test('it shows what the lock file took in since the compile: a revocation', async () => {
  const place = await sealed()
  await place.mqttopia('pki', 'revoke', 'user:alice', '--identity', 'key.txt')
  const [closed, open] = [await planOf(place), await planOf(place, '--identity', 'key.txt')]
  expect(closed.brokers.map(({ effect }) => effect)).toEqual(['reload'])
  expect(comparable(closed)).toEqual(comparable(open))
})

test('it says what was not compared, also in Markdown and where nothing changes', async () => {
  const { mqttopia } = await sealed()
  const { stdout } = await mqttopia('plan')
  expect(stdout).toContain('(no identity opens the vault here: keys, passwords and client bundles were not')
  expect((await mqttopia('plan', '-o', 'markdown')).stdout).toContain('\nNo identity opens the vault')
})

test('a vault that is not here at all, as in a fresh clone, is no obstacle either', async () => {
  const place = await sealed()
  const before = await planOf(place)
  for (const name of ['vault', 'recipients.txt']) rmSync(place.path(`.mqttopia/${name}`), { recursive: true })
  const absent = await planOf(place)
  expect([absent.closedVault, comparable(absent)]).toEqual(['absent', comparable(before)])
})

test('an identity that is named must be a good one', async () => {
  const { mqttopia } = await sealed()
  const { exitCode, stderr } = await mqttopia('plan', '--identity', 'topology.yaml')
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('topology.yaml')])
})
