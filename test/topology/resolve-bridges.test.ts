import { describe, expect, test } from 'vitest'
import { resolveYaml } from './resolve-yaml.ts'

const BROKERS = `
      brokers:
        edge: { listeners: {} }
        core:
          host: core.example
          listeners:
            plain: { port: 1883, auth: [password, anonymous] }
            tls: { port: 8883, tls: {}, auth: [certificate] }
            ws: { transport: websocket, port: 8080, auth: [password] }`

function bridgeOf(bridge: string, rest = '') {
  const { topology, diagnostics } = resolveYaml(`${BROKERS}
      bridges: { b: { from: edge, to: core, ${bridge} } }
${rest}`)
  expect(diagnostics).toEqual([])
  const [found] = topology.bridges
  if (found === undefined) throw new Error('there is no bridge')
  return { bridge: found, topology }
}

test('a bridge that says little has the defaults of the language', () => {
  const { bridge, topology } = bridgeOf('routes: [{ out: press/+/state }]')
  const { from, to, listener, user, ...rest } = bridge
  expect([from.name, to.name, listener.name]).toEqual(['edge', 'core', 'tls'])
  expect(from).toBe(topology.brokers.find(({ name }) => name === 'edge'))
  expect(listener).toBe(to.listeners.find(({ name }) => name === 'tls'))
  expect(rest).toEqual({
    ...{
      name: 'b',
      clientId: 'bridge-b',
      clean: false,
      protocol: 5,
      notifications: 'local',
      start: 'automatic',
    },
    ...{ addresses: [{ host: 'core.example', port: 8883 }], roundRobin: false, path: ['bridges', 'b'] },
    routes: [
      {
        direction: 'out',
        local: { text: 'press/+/state', levels: ['press', '+', 'state'] },
        remote: { text: 'press/+/state', levels: ['press', '+', 'state'] },
        ...{ qos: 0, retain: 'keep', path: ['bridges', 'b', 'routes', 0] },
      },
    ],
  })
})

test('a bridge has what it says', () => {
  const { bridge } = bridgeOf(`
          auth: { password: { env: SECRET } },
          session: { clean: true, localClean: false, protocol: 4, keepAlive: 30s, clientId: line1, maxPacketSize: 1MB },
          notifications: none,
          reconnect: { min: 2s, max: 1m },
          start: lazy,
          threshold: 3,
          addresses: ["core2.example", "core.example:1883", "[2001:db8::1]:1884", "core2.example:1883"],
          roundRobin: true,
          routes: [{ in: a/#, remote: b/#, qos: 2, retain: drop }]`)
  expect(bridge).toMatchObject({
    ...{ clean: true, localClean: false, protocol: 4, keepAliveSeconds: 30, clientId: 'line1' },
    ...{
      maxPacketSizeBytes: 1_000_000,
      notifications: 'none',
      start: 'lazy',
      threshold: 3,
      roundRobin: true,
    },
    reconnectSeconds: { min: 2, max: 60 },
    routes: [{ direction: 'in', qos: 2, retain: 'drop' }],
  })
  expect(bridge.addresses).toEqual([
    { host: 'core.example', port: 1883 },
    { host: 'core2.example', port: 1883 },
    { host: '2001:db8::1', port: 1884 },
  ])
})

test.each([
  ['{ min: 1m }', { min: 60, max: 60 }],
  ['{ min: 2s }', { min: 2, max: 30 }],
  ['{ max: 2s }', { min: 2, max: 2 }],
  ['{ max: 1m }', { min: 5, max: 60 }],
  ['{}', { min: 5, max: 30 }],
])('waiting times %s are %o', (reconnect, seconds) => {
  const { bridge } = bridgeOf(`reconnect: ${reconnect}, routes: [{ out: x }]`)
  expect(bridge.reconnectSeconds).toEqual(seconds)
})

describe('the user of a bridge', () => {
  test('has exactly the rights that the routes need on the far broker', () => {
    const { bridge, topology } = bridgeOf(`
          notifications: both,
          session: { clientId: line1 },
          routes: [
            { out: press/+/state, remote: berlin/press/+/state, qos: 1 },
            { in: press/+/cmd/#, remote: berlin/press/+/cmd/# },
            { both: alarms/#, qos: 2, retain: drop }
          ]`)
    const { user } = bridge
    expect(user).toMatchObject({
      kind: 'bridge',
      name: 'bridge-b',
      clientId: 'line1',
      path: ['bridges', 'b'],
    })
    expect(user.at).toEqual([bridge.to])
    expect(topology.users).toEqual([user])
    expect(
      user.grants.map(({ effect, action, filter, qos, path }) => [
        effect,
        action,
        filter.text,
        qos,
        path.at(-1),
      ]),
    ).toEqual([
      ['allow', 'publish', 'berlin/press/+/state', 1, 0],
      ['allow', 'subscribe', 'berlin/press/+/cmd/#', 0, 1],
      ['allow', 'publish', 'alarms/#', 2, 2],
      ['allow', 'subscribe', 'alarms/#', 2, 2],
      ['allow', 'publish', '$SYS/broker/connection/line1/state', 1, 'notifications'],
    ])
  })

  test('has a certificate of "client" where the far listener asks for one', () => {
    const { bridge } = bridgeOf('routes: [{ out: x }]')
    expect(bridge.user.authentication).toMatchObject({
      kind: 'certificate',
      profile: { name: 'client' },
      uris: [],
    })
  })

  test('has a certificate of the only profile that the far listener trusts', () => {
    const { topology, diagnostics } = resolveYaml(`
      brokers:
        edge: { listeners: {} }
        core: { listeners: { tls: { port: 1, tls: { trust: [mine] }, auth: [certificate] } } }
      pki: { authorities: { mine: {} }, profiles: { device: { issuer: mine }, s: { issuer: mine, usages: [server auth] } } }
      bridges: { b: { from: edge, to: core, routes: [{ out: x }] } }
    `)
    expect(diagnostics).toEqual([])
    expect(topology.bridges[0]?.user.authentication).toMatchObject({ profile: { name: 'device' } })
  })

  test('has a password or a pre-shared key that is generated in its usual length', () => {
    const { bridge } = bridgeOf('auth: { password: { generate: {} } }, routes: [{ out: x }]')
    expect(bridge.listener.name).toBe('plain')
    expect(bridge.user.authentication).toEqual({
      kind: 'password',
      secret: { from: 'generate', length: 24, path: ['bridges', 'b', 'auth', 'password'] },
    })
  })

  test('is the anonymous user of the far broker where the bridge is anonymous', () => {
    const { bridge, topology } = bridgeOf(
      'auth: { anonymous: true }, routes: [{ out: x }]',
      '      users: { anonymous: { at: core, publish: [x] } }',
    )
    expect(bridge.user).toBe(topology.users.find(({ name }) => name === 'anonymous'))
    expect(topology.users).toHaveLength(1)
  })
})

test('a bridge that is wrong in one route keeps the others', () => {
  const { topology } = resolveYaml(`${BROKERS}
      bridges: { b: { from: edge, to: core, routes: [{ out: a }, { out: b/# , remote: b }, { in: c }] } }
  `)
  expect(topology.bridges[0]?.routes.map(({ local }) => local.text)).toEqual(['a', 'c'])
})
