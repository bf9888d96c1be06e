/** A small topology for bundle tests, in which each test replaces what it is about; and material for it. */

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildBundles } from '../../src/bundles/build-bundles.ts'
import type { Artifact } from '../../src/files/artifact.ts'
import { isArchive } from '../../src/files/artifact.ts'
import type { TemplateSource } from '../../src/files/render-template.ts'
import type { CertificateMaterial, Materials } from '../../src/pki/materials.ts'
import { parseTemplate } from '../../src/topic/filter-template.ts'
import type { Authority, Profile } from '../../src/topology/authority.ts'
import type { Broker, CertificateTls, Listener, ListenerTls } from '../../src/topology/broker.ts'
import type { Bundle, BundleFormat } from '../../src/topology/bundle.ts'
import type { Topology } from '../../src/topology/topology.ts'
import type { Authentication, Grant, Row, User } from '../../src/topology/user.ts'
import { type TestPki, testPki } from '../support/pki-fixtures.ts'

const TEMPLATES = join(import.meta.dirname, '../../templates')

/** What state/ will read: every template by its path below `templates/`. */
export const templates: TemplateSource = new Map(
  readdirSync(TEMPLATES, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.hbs'))
    .map((path) => [path, readFileSync(join(TEMPLATES, path), 'utf8')]),
)

export function authority(name: string, issuer?: Authority): Authority {
  return {
    ...{ name, commonName: name, source: 'generated', keyAlgorithm: 'p256', written: true },
    ...{ durationSeconds: 1, renewBeforeSeconds: 1, revoked: [], path: ['pki', 'authorities', name] },
    crl: { validitySeconds: 1, renewBeforeSeconds: 1, path: ['pki', 'crl', name] },
    ...(issuer === undefined ? {} : { issuer }),
  }
}

export const clientsRoot = authority('clients-root')
const clientsCa = authority('clients', clientsRoot)
const serversCa = authority('servers', authority('servers-root'))

function profile(name: string, issuer: Authority, changes: Partial<Profile> = {}): Profile {
  return {
    ...{ name, issuer, usages: [], durationSeconds: 1, renewBeforeSeconds: 1, keyAlgorithm: 'p256' },
    ...{ rotationPolicy: 'never', csr: false, written: true, path: ['pki', 'profiles', name] },
    ...changes,
  }
}

export const device = profile('device', clientsCa)
const server = profile('server', serversCa)

export const plainTls: CertificateTls = {
  ...{
    kind: 'certificate',
    profile: server,
    clientAuth: 'none',
    identity: 'commonName',
    trust: [],
    crl: false,
  },
  minVersion: '1.2',
}
export const mutualTls: CertificateTls = { ...plainTls, clientAuth: 'required', trust: [clientsCa] }
const pskTls: ListenerTls = { kind: 'psk', hint: 'here' }

export function listener(name: string, changes: Partial<Listener>): Listener {
  return {
    ...{ name, transport: 'tcp', auth: ['password'], origins: [], protocolVersions: [3, 4, 5] },
    path: ['brokers', 'core', 'listeners', name],
    ...changes,
  }
}

/** One listener for every kind of credentials and transport, on the usual ports. */
export const listeners = {
  mqtt: listener('mqtt', { port: 1883, auth: ['password', 'anonymous'] }),
  mqtts: listener('mqtts', { port: 8883, tls: mutualTls, auth: ['certificate'] }),
  psk: listener('psk', { port: 8885, tls: pskTls, auth: ['psk'] }),
  ptls: listener('ptls', { port: 8886, tls: plainTls, auth: ['password', 'anonymous'] }),
  socket: listener('socket', { transport: 'unix', socketPath: '/run/mqtt.sock', auth: ['password'] }),
  ws: listener('ws', { port: 8080, transport: 'websocket', auth: ['password', 'anonymous'] }),
  wss: listener('wss', { port: 8084, transport: 'websocket', tls: plainTls, auth: ['password'] }),
}

export function broker(changes: Partial<Broker> = {}): Broker {
  const name = changes.name ?? 'core'
  return {
    ...{ name, host: 'localhost', dnsNames: ['localhost'], ipAddresses: [], access: 'acl-file' },
    engine: { kind: 'mosquitto', version: '2.0', path: ['brokers', name, 'engine'] },
    ...{ listeners: Object.values(listeners), limits: {}, path: ['brokers', name] },
    ...{ persistence: { enabled: false, queueQos0: false }, retain: { available: true, checkSource: false } },
    logging: { destinations: [], types: [], timestamps: true, connections: true },
    install: { config: '/etc', data: '/var', log: '/var/log', plugins: '/usr/lib', user: 'mosquitto' },
    ...changes,
  }
}

const core = broker()

export function bundle(format: BundleFormat, changes: Partial<Bundle> = {}): Bundle {
  const name = changes.name ?? format
  return { name, format, encryption: 'modern', templates: [], path: ['bundles', name], ...changes }
}

export function templateBundle(files: Readonly<Record<string, string>>): Bundle {
  const texts = Object.entries(files)
  const path = ['bundles', 'template', 'files']
  return bundle('template', {
    templates: texts.map(([name, text]) => ({ name, text, path: [...path, name] })),
  })
}

export const password: Authentication = {
  kind: 'password',
  secret: { from: 'generate', length: 24, path: [] },
}
export const psk: Authentication = { kind: 'psk', secret: { from: 'generate', length: 32, path: [] } }
export const certificate: Authentication = { kind: 'certificate', profile: device, uris: [] }

export function allow(action: Grant['action'], filter: string, changes: Partial<Grant> = {}): Grant {
  return { effect: 'allow', action, filter: parseTemplate(filter), retain: 'allow', path: [], ...changes }
}

export function user(name: string, changes: Partial<User> = {}): User {
  return {
    ...{ kind: 'user', name, at: [core], authentication: certificate, bundles: [], groups: [] },
    grants: [
      allow('publish', 'press/${username}/state', { qos: 1 }),
      allow('subscribe', 'press/${username}/cmd/#'),
    ],
    path: ['users', name],
    ...changes,
  }
}

export function fleetDevices(
  fleet: string,
  rows: Iterable<Row>,
  changes: Partial<User> = {},
): readonly User[] {
  return Array.from(rows, (row) =>
    user(row.serial ?? '', { kind: 'device', fleet, row, path: ['fleets', fleet], ...changes }),
  )
}

/** Users with a fleet become fleets too. */
export function topology(users: readonly User[], changes: Partial<Topology> = {}): Topology {
  const fleets = new Map(users.flatMap(({ fleet }) => (fleet === undefined ? [] : [[fleet, [] as User[]]])))
  for (const member of users) if (member.fleet !== undefined) fleets.get(member.fleet)?.push(member)
  return {
    ...{ name: 'plant', organization: 'Plant', authorities: [], profiles: [], bridges: [], roles: [], users },
    brokers: [...new Set(users.flatMap(({ at }) => at))],
    fleets: Array.from(fleets, ([name, members]) => ({ name, users: members, path: ['fleets', name] })),
    bundles: [...new Set(users.flatMap(({ bundles }) => bundles))],
    ...{ policies: [], tests: [] },
    ...changes,
  }
}

/** Two hierarchies, so that a test sees which of the roots a bundle holds. */
export interface TestMaterials extends Materials {
  readonly clients: TestPki
  readonly servers: TestPki
}

let hierarchies: { readonly clients: TestPki; readonly servers: TestPki } | undefined

type Issued = Map<string, CertificateMaterial>
const sharedIssued: Issued = new Map()

/** Real certificates of any user and broker, made when asked for, and kept in `issued`. */
export function testMaterials(
  changes: Partial<Materials> = {},
  issued: Issued = sharedIssued,
): TestMaterials {
  hierarchies ??= { clients: testPki('p256'), servers: testPki('p256') }
  const { clients, servers } = hierarchies
  return {
    ...{ clients, servers },
    certificate(id) {
      const known = issued.get(id) ?? issue(id, clients, servers)
      issued.set(id, known)
      return known
    },
    trusted: (name) => [(name.includes('server') ? servers : clients).root.certificate.der],
    crls: () => [],
    passwordHash: () => '',
    password: (username) => `password of ${username}`,
    psk: (username) => digest(`psk ${username}`).toString('hex'),
    bundlePassword: (name) => `password of ${name}`,
    salt: (purpose, length) => digest(purpose).subarray(0, length),
    ...changes,
  }
}

function issue(id: string, clients: TestPki, servers: TestPki): CertificateMaterial {
  const [kind, name = ''] = id.split(/\/(.*)/s)
  const leaf =
    kind === 'user'
      ? clients.issueClient({ commonName: name })
      : servers.issueServer({ commonName: 'localhost', dnsNames: ['localhost'], ipAddresses: ['127.0.0.1'] })
  const pki = kind === 'user' ? clients : servers
  return {
    certificate: leaf.issued.der,
    chain: [(kind === 'user' ? pki.clients : pki.servers).certificate.der],
    root: pki.root.certificate.der,
    privateKey: leaf.key.pkcs8,
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** The bundles of a topology, archives unpacked below their path. */
export function builtFiles(of: Topology, materials: Materials = testMaterials()): Map<string, Artifact> {
  return new Map(Array.from(unpacked(buildBundles(of, materials, templates)), (file) => [file.path, file]))
}

function* unpacked(files: Iterable<Artifact>): Iterable<Artifact> {
  for (const file of files) {
    const { content, path } = file
    if (typeof content === 'string' || !isArchive(content)) yield file
    else for (const entry of content.entries) yield { ...entry, path: `${path}/${entry.path}` }
  }
}

/** The text of one file. */
export function textOf(files: ReadonlyMap<string, Artifact>, path: string): string {
  const content = files.get(path)?.content
  if (typeof content !== 'string') throw new Error(`no text ${path} among ${[...files.keys()].join(', ')}`)
  return content
}
