import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { User } from '../../../src/topology/user.ts'
import { allow, builtFiles, bundle, password, textOf, topology, user } from '../fixtures.ts'

function importOf(changes: Partial<User>) {
  const files = builtFiles(topology([user('alice', { bundles: [bundle('mqttx')], ...changes })]))
  return JSON.parse(textOf(files, 'clients/alice/mqttx/mqttx.json'))
}

/** What MQTTX's import demands of each connection (its ImportData.vue, `verifyFileContent`). */
function isImportable({ clientId, name, host, port, ssl, certType, ca }: Record<string, unknown>): boolean {
  return !(!clientId || !name || !host || !port || (ssl && !certType) || (certType === 'self' && !ca))
}

test.each([
  [
    'a certificate',
    {},
    { protocol: 'mqtts', ssl: true, ca: 'ca.pem', cert: 'client.pem', key: 'client.key', username: '' },
  ],
  [
    'a password',
    { authentication: password },
    { protocol: 'mqtts', ca: 'ca.pem', cert: '', username: 'alice', password: 'password of alice' },
  ],
  [
    'a websocket',
    { authentication: password, listener: 'wss' },
    { protocol: 'wss', port: 8084, path: '/mqtt', ssl: true, certType: 'self' },
  ],
  [
    'no encryption',
    { authentication: password, listener: 'mqtt' },
    { protocol: 'mqtt', ssl: false, certType: '', ca: '' },
  ],
] as const)('the import with %s', (_, changes, expected) => {
  const [connection, ...rest] = importOf(changes)
  expect(rest).toEqual([])
  expect(connection).toMatchObject({
    ...expected,
    name: 'alice@core',
    clientId: 'mqttx-alice',
    mqttVersion: '3.1.1',
  })
  expect(isImportable(connection)).toBe(true)
})

test('its id is a UUID that stays the same and differs between users', () => {
  const { id } = importOf({})[0]
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(importOf({ grants: [] })[0].id).toBe(id)
  expect(importOf({ name: 'alice', at: [{ ...user('x').at[0], name: 'other' } as never] })[0].id).not.toBe(id)
})

test('topics, a fixed identifier and the will are there', () => {
  const will = { topic: 'w/${username}', payload: 'gone', qos: 1, retain: true, path: [] } as const
  const [connection] = importOf({ clientId: 'c1', will, grants: [allow('subscribe', 'a/+', { qos: 2 })] })
  expect(connection).toMatchObject({
    clientId: 'c1',
    subscriptions: [{ topic: 'a/+', qos: 2 }],
    will: { lastWillTopic: 'w/alice', lastWillPayload: 'gone', lastWillQos: 1, lastWillRetain: true },
  })
})

test('the command in the text fills in full paths, and nothing else', () => {
  const grants = [allow('subscribe', 'ca.pem')]
  const files = builtFiles(topology([user('alice', { grants, bundles: [bundle('mqttx')] })]))
  const folder = mkdtempSync(join(tmpdir(), 'mqttx-'))
  writeFileSync(join(folder, 'mqttx.json'), textOf(files, 'clients/alice/mqttx/mqttx.json'))
  const command =
    textOf(files, 'clients/alice/mqttx/README.txt')
      .split('\n')
      .find((line) => line.startsWith('    sed ')) ?? ''
  execFileSync('sh', ['-c', command], { cwd: folder })
  const [connection] = JSON.parse(execFileSync('cat', [join(folder, 'import.json')], { encoding: 'utf8' }))
  rmSync(folder, { recursive: true })
  const paths = { ca: `${folder}/ca.pem`, cert: `${folder}/client.pem`, key: `${folder}/client.key` }
  expect(connection).toMatchObject({ ...paths, subscriptions: [{ topic: 'ca.pem' }] })
})
