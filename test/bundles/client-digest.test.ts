import { expect, test } from 'vitest'
import { clientDigest } from '../../src/bundles/client-digest.ts'
import { connectionOf } from '../../src/bundles/connection.ts'
import type { Materials } from '../../src/pki/materials.ts'
import type { Broker, Listener } from '../../src/topology/broker.ts'
import type { Bundle } from '../../src/topology/bundle.ts'
import type { User, Will } from '../../src/topology/user.ts'
import * as fixtures from './fixtures.ts'

interface World {
  readonly topology: string
  readonly user: Partial<User>
  readonly bundle: Bundle
  readonly listener: Partial<Listener>
  readonly broker: Partial<Broker>
  readonly materials: Partial<Materials>
  readonly templates: ReadonlyMap<string, string>
  readonly path: string
}

const will: Will = { topic: 'gone', payload: 'x', qos: 0, retain: false, path: ['users', 'd', 'will'] }

const usual: World = {
  topology: 'plant',
  user: { fleet: 'f', row: { serial: 'd', site: 'a' }, will },
  bundle: fixtures.bundle('pkcs12'),
  ...{ listener: { port: 8883 }, broker: {}, materials: {} },
  templates: new Map([['a.hbs', 'text']]),
  path: 'd',
}

function digestOf(changes: Partial<World> = {}): string {
  const { topology, bundle, listener, broker: ofBroker, templates, path, ...world } = { ...usual, ...changes }
  const tls = fixtures.listener('tls', {
    tls: fixtures.mutualTls,
    auth: ['certificate', 'password'],
    ...listener,
  })
  const broker = fixtures.broker({ listeners: [tls], ...ofBroker })
  const user = fixtures.user('d', { at: [broker], ...usual.user, ...world.user })
  const connection = connectionOf(user, broker)
  if (connection === undefined) throw new Error('no connection')
  const materials = fixtures.testMaterials(world.materials)
  return clientDigest({ topology, templates, materials, bundle })(user, [connection], path)
}

const own = { certificate: () => fixtures.testMaterials().certificate('user/another') }

test.each<readonly [string, Partial<World>]>([
  ['the name of the topology', { topology: 'other' }],
  ['the name', { user: { name: 'e' } }],
  ['the fleet', { user: { fleet: 'g' } }],
  ['a cell of its row', { user: { row: { serial: 'd', site: 'b' } } }],
  ['the client identifier', { user: { clientId: 'c' } }],
  ['the topic of the will', { user: { will: { ...will, topic: 'away' } } }],
  ['the payload of the will', { user: { will: { ...will, payload: 'y' } } }],
  ['a topic', { user: { grants: [fixtures.allow('publish', 'other')] } }],
  ['a variable in the place of the text', { user: { grants: [fixtures.allow('publish', '${username}')] } }],
  ['a QoS', { user: { grants: [fixtures.allow('publish', 'a', { qos: 2 })] } }],
  [
    'whether messages may be retained',
    { user: { grants: [fixtures.allow('publish', 'a', { retain: 'deny' })] } },
  ],
  ['the certificate', { materials: own }],
  ['the password of the bundle', { materials: { bundlePassword: () => 'other' } }],
  ['the seed of the salts', { materials: { salt: (_, length) => new Uint8Array(length) } }],
  ['the encryption', { bundle: fixtures.bundle('pkcs12', { encryption: 'legacy' }) }],
  ['the text of a template', { bundle: fixtures.templateBundle({ 'x.txt': 'text' }) }],
  ["the text of one of mqttopia's templates", { templates: new Map([['a.hbs', 'other']]) }],
  ['the port', { listener: { port: 9999 } }],
  ['the host', { broker: { host: 'other' } }],
  ['the name of the broker', { broker: { name: 'other' } }],
  ['the protocol versions', { listener: { port: 8883, protocolVersions: [4] } }],
  ['the highest QoS', { listener: { port: 8883, maxQos: 0 } }],
  [
    'a password in the place of a certificate',
    { user: { authentication: fixtures.password }, listener: { port: 8883, tls: fixtures.plainTls } },
  ],
  ['the place in the archive', { path: 'x/d' }],
])('%s is in the digest', (_, changes) => {
  expect(digestOf(changes)).not.toBe(digestOf())
})

test.each<readonly [string, Partial<World>]>([
  ['nothing', {}],
  ['the row that it stands in', { user: { path: ['fleets', 'f', 'forEach', 'rows', 7] } }],
  ['where its will stands', { user: { will: { ...will, path: ['elsewhere'] } } }],
  ['what only the broker needs', { broker: { limits: { maxConnections: 7 } } }],
])('%s is not', (_, changes) => {
  expect(digestOf(changes)).toBe(digestOf())
})

test('grants that differ have digests that differ', () => {
  const digests = ['a', '${username}', 'a/#'].map((topic) =>
    digestOf({ user: { grants: [fixtures.allow('publish', topic)] } }),
  )
  expect(new Set(digests).size).toBe(3)
})
