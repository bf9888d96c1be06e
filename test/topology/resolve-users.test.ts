import { describe, expect, test } from 'vitest'
import type { Grant, User } from '../../src/topology/user.ts'
import { resolveYaml, type Surroundings } from './resolve-yaml.ts'

const BROKERS = `
      brokers:
        core: { listeners: { mqtt: { port: 1883, auth: [password] } } }
        edge: { listeners: { mqtt: { port: 1884, auth: [password] } } }`
const PASSWORD = 'auth: { password: { generate: {} } }'

function usersOf(spec: string, surroundings: Surroundings = {}) {
  const { topology, diagnostics } = resolveYaml(`${BROKERS}\n${spec}`, surroundings)
  expect(diagnostics).toEqual([])
  return { topology, users: Object.fromEntries(topology.users.map((user) => [user.name, user])) }
}

function grantTexts(user: User | undefined): string[] {
  const text = ({ effect, action, filter, via }: Grant) =>
    [effect, action, filter.text, ...(via === undefined ? [] : [via])].join(' ')
  return user?.grants.map(text) ?? []
}

describe('users', () => {
  test('have what they say', () => {
    const { topology, users } = usersOf(`
      bundles: { zip: { format: zip }, pem: { format: pem, layout: "x/" } }
      users:
        alice:
          at: [edge, core, edge]
          auth: { psk: { file: keys/alice.psk } }
          listener: mqtt
          clientId: "c-\${username}"
          publish: [a, { topic: "b/\${clientId}", qos: 1, retain: deny }]
          subscribe: ["c/#"]
          deny: [{ publish: d, subscribe: e }, { subscribe: f }]
          will: { topic: "w/\${username}/\${clientId}", payload: "bye \${username}", qos: 1, retain: true }
          bundles: [zip, pem, zip]
    `)
    const path = ['users', 'alice']
    expect(users.alice).toEqual({
      ...{ kind: 'user', name: 'alice', clientId: 'c-alice', listener: 'mqtt', groups: [], path },
      at: topology.brokers,
      authentication: {
        kind: 'psk',
        secret: { from: 'file', file: 'keys/alice.psk', path: [...path, 'auth', 'psk'] },
      },
      will: { topic: 'w/alice/c-alice', payload: 'bye alice', qos: 1, retain: true, path: [...path, 'will'] },
      bundles: [topology.bundles[1], topology.bundles[0]],
      grants: [
        {
          ...{ effect: 'allow', action: 'publish', retain: 'allow', path: [...path, 'publish', 0] },
          filter: { text: 'a', levels: ['a'] },
        },
        {
          ...{ effect: 'allow', action: 'publish', qos: 1, retain: 'deny', path: [...path, 'publish', 1] },
          filter: { text: 'b/${clientId}', levels: ['b', { variable: 'clientId' }] },
        },
        {
          ...{ effect: 'allow', action: 'subscribe', retain: 'allow', path: [...path, 'subscribe', 0] },
          filter: { text: 'c/#', levels: ['c', '#'] },
        },
        ...[
          ['publish', 'd', 0],
          ['subscribe', 'e', 0],
          ['subscribe', 'f', 1],
        ].map(([action, text, i]) => ({
          ...{ effect: 'deny', action, retain: 'allow', path: [...path, 'deny', i, action] },
          filter: { text, levels: [text] },
        })),
      ],
    })
  })

  test.each([
    ['password: { env: X }', { from: 'env', name: 'X' }],
    ['password: { generate: {} }', { from: 'generate', length: 24 }],
    ['psk: { generate: {} }', { from: 'generate', length: 32 }],
    ['psk: { generate: { length: 16 } }', { from: 'generate', length: 16 }],
  ])('%s is the secret %o', (auth, secret) => {
    const { users } = usersOf(`      users: { alice: { at: core, auth: { ${auth} } } }`)
    expect(users.alice?.authentication).toMatchObject({ secret })
  })

  test('certificates carry URIs, and requests of those that keep their keys', () => {
    const { users } = usersOf(`
      pki: { profiles: { own-key: { issuer: clients, csr: true } } }
      users:
        alice: { at: core, clientId: c1, auth: { certificate: client, uris: ["urn:\${username}:\${clientId}"] } }
        bob: { at: core, auth: { certificate: own-key, csr: { file: bob.csr } } }
    `)
    expect(users.alice?.authentication).toMatchObject({ profile: { name: 'client' }, uris: ['urn:alice:c1'] })
    expect(users.bob?.authentication).toMatchObject({ profile: { name: 'own-key' }, csrFile: 'bob.csr' })
  })

  test('the user "anonymous" has no credentials', () => {
    const { users } = usersOf('      users: { anonymous: { at: core, publish: [a] } }')
    expect(users.anonymous).toMatchObject({ kind: 'anonymous', authentication: { kind: 'none' } })
  })

  test('a wrong part is left out, and the user with it only where there is no user without', () => {
    const { topology } = resolveYaml(`${BROKERS}
      users:
        a: { at: [nowhere, core], ${PASSWORD}, publish: [ok, a+], will: { topic: "+" }, listener: none, bundles: [x] }
        b: { at: nowhere, ${PASSWORD} }
        c: { at: core }
    `)
    expect(topology.users).toHaveLength(1)
    const [a] = topology.users
    expect(a?.at.map(({ name }) => name)).toEqual(['core'])
    expect(grantTexts(a)).toEqual(['allow publish ok'])
    expect(a).not.toHaveProperty('will')
    expect(a).not.toHaveProperty('listener')
  })
})

describe('roles and groups', () => {
  const RIGHTS = `
      roles:
        reader: { subscribe: ["a/#"], deny: [{ subscribe: a/secret }] }
        writer: { publish: ["a/\${username}"] }
        idle: {}
        nobody: { publish: [x] }
      groups:
        ops: { roles: [writer, reader], members: [alice, fleet:f, alice, anonymous] }
        all: { roles: [idle], members: [alice, bob] }
        more: { roles: [writer], members: [alice] }
        empty: { roles: [nobody], members: [] }
      users:
        alice: { at: core, ${PASSWORD}, roles: [reader, reader], publish: [own] }
        bob: { at: core, ${PASSWORD}, roles: [writer] }
        anonymous: { at: core }
      fleets: { f: { forEach: { range: { from: 1, to: 3 } }, username: "d\${each.n}", at: core, ${PASSWORD}, roles: [idle] } }`

  test('a user has its own grants, then those of its roles, then what its groups add', () => {
    const { users } = usersOf(RIGHTS)
    expect(grantTexts(users.alice)).toEqual([
      'allow publish own',
      'allow subscribe a/# role:reader',
      'deny subscribe a/secret role:reader',
      'allow publish a/${username} group:more',
    ])
    expect(users.alice?.groups).toEqual(['all', 'more', 'ops'])
    expect(users.alice?.grants[3]?.path).toEqual(['roles', 'writer', 'publish', 0])
    expect(grantTexts(users.bob)).toEqual(['allow publish a/${username} role:writer'])
    expect(users.anonymous?.groups).toEqual(['ops'])
    expect(grantTexts(users.d2)).toEqual([
      'allow publish a/${username} group:ops',
      'allow subscribe a/# group:ops',
      'deny subscribe a/secret group:ops',
    ])
  })

  test('are counted with the users that they reach', () => {
    const { topology } = usersOf(RIGHTS)
    expect(topology.roles).toEqual([
      { kind: 'group', name: 'all', userCount: 2, path: ['groups', 'all'] },
      { kind: 'group', name: 'empty', userCount: 0, path: ['groups', 'empty'] },
      { kind: 'role', name: 'idle', userCount: 5, path: ['roles', 'idle'] },
      { kind: 'group', name: 'more', userCount: 1, path: ['groups', 'more'] },
      { kind: 'role', name: 'nobody', userCount: 0, path: ['roles', 'nobody'] },
      { kind: 'group', name: 'ops', userCount: 5, path: ['groups', 'ops'] },
      { kind: 'role', name: 'reader', userCount: 5, path: ['roles', 'reader'] },
      { kind: 'role', name: 'writer', userCount: 6, path: ['roles', 'writer'] },
    ])
  })
})

describe('bundles', () => {
  test('hold the texts of their templates, sorted', () => {
    const { topology } = usersOf(
      `
      bundles:
        t: { format: template, files: { b.conf: { file: b.hbs }, a.conf: { file: a.hbs } } }
        p: { format: pkcs12, password: { env: P }, encryption: legacy, layout: "\${each.serial}/" }
        o: { format: otrc, qr: svg }`,
      { files: { 'a.hbs': 'A', 'b.hbs': 'B' } },
    )
    const secret = { from: 'env', name: 'P', path: ['bundles', 'p', 'password'] }
    expect(topology.bundles).toEqual([
      { name: 'o', format: 'otrc', encryption: 'legacy', qr: 'svg', templates: [], path: ['bundles', 'o'] },
      {
        ...{ name: 'p', format: 'pkcs12', encryption: 'legacy', layout: '${each.serial}/', password: secret },
        ...{ templates: [], path: ['bundles', 'p'] },
      },
      {
        ...{ name: 't', format: 'template', encryption: 'modern', path: ['bundles', 't'] },
        templates: [
          { name: 'a.conf', text: 'A', path: ['bundles', 't', 'files', 'a.conf'] },
          { name: 'b.conf', text: 'B', path: ['bundles', 't', 'files', 'b.conf'] },
        ],
      },
    ])
  })

  test('of which a file could not be read are left out, and nobody complains again', () => {
    const { topology, users } = usersOf(`
      bundles: { t: { format: template, files: { a.conf: { file: a.hbs } } } }
      users: { alice: { at: core, ${PASSWORD}, bundles: [t] } }
    `)
    expect(topology.bundles).toEqual([])
    expect(users.alice?.bundles).toEqual([])
  })
})
