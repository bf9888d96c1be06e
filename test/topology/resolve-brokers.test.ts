import { describe, expect, test } from 'vitest'
import { resolveYaml } from './resolve-yaml.ts'

function brokersOf(spec: string) {
  const { topology, diagnostics } = resolveYaml(spec)
  expect(diagnostics).toEqual([])
  return Object.fromEntries(topology.brokers.map((broker) => [broker.name, broker]))
}

function listenersOf(spec: string) {
  const { core } = brokersOf(spec)
  return Object.fromEntries((core?.listeners ?? []).map((listener) => [listener.name, listener]))
}

describe('settings', () => {
  test('a broker that says nothing has the defaults of the language', () => {
    const { core } = brokersOf('brokers: { core: { listeners: {} } }')
    expect(core).toEqual({
      ...{ name: 'core', host: 'localhost', dnsNames: ['localhost'], ipAddresses: [] },
      engine: { kind: 'mosquitto', version: '2.0', path: ['brokers', 'core'] },
      access: 'acl-file',
      listeners: [],
      limits: {},
      persistence: { enabled: false, queueQos0: false },
      retain: { available: true, checkSource: false },
      logging: {
        ...{ destinations: ['stdout'], types: ['error', 'warning', 'notice', 'information'] },
        ...{ timestamps: true, connections: true },
      },
      install: {
        ...{ config: '/etc/mosquitto', data: '/var/lib/mosquitto', log: '/var/log/mosquitto' },
        ...{ plugins: '/usr/lib/x86_64-linux-gnu', user: 'mosquitto' },
      },
      path: ['brokers', 'core'],
    })
  })

  test('its own settings go over the defaults one by one', () => {
    const { core, edge } = brokersOf(`
      defaults:
        engine: { version: "2.1" }
        access: dynamic-security
        limits: { maxPacketSize: 2MB, maxQueuedMessages: 1000, maxKeepAlive: 1h }
        persistence: { enabled: true, autosave: 5m }
        retain: { checkSource: true }
        logging: { types: [all, all], timestamps: false }
        install: { user: broker }
      brokers:
        core: { listeners: {} }
        edge:
          listeners: {}
          engine: { version: "2.0" }
          access: acl-file
          limits: { maxPacketSize: 64KiB, memory: 100MB }
          persistence: { enabled: false, sessionExpiry: 14d, queueQos0: true }
          retain: { available: false, expiry: 30d }
          logging: { destinations: [file, syslog] }
          install: { log: /srv/log }
          sysInterval: 0s
    `)
    expect(core).toMatchObject({
      engine: { version: '2.1', path: ['defaults', 'engine', 'version'] },
      access: 'dynamic-security',
      persistence: { enabled: true, autosaveSeconds: 300, queueQos0: false },
      install: { user: 'broker', log: '/var/log/mosquitto' },
    })
    expect(edge).toMatchObject({
      engine: { version: '2.0', path: ['brokers', 'edge', 'engine', 'version'] },
      access: 'acl-file',
      limits: {
        ...{ maxPacketSizeBytes: 65_536, maxQueuedMessages: 1_000, maxKeepAliveSeconds: 3_600 },
        memoryBytes: 100_000_000,
      },
      persistence: { enabled: false, autosaveSeconds: 300, sessionExpirySeconds: 1_209_600, queueQos0: true },
      retain: { available: false, expirySeconds: 2_592_000, checkSource: true },
      logging: { destinations: ['file', 'syslog'], types: ['all'], timestamps: false, connections: true },
      install: { user: 'broker', log: '/srv/log' },
      sysIntervalSeconds: 0,
    })
  })
})

describe('names', () => {
  test('all by which a broker is reached are there once, sorted, in one form', () => {
    const { core, edge } = brokersOf(`
      brokers:
        core:
          host: MQTT.plant.example
          altNames:
            dnsNames: [mqtt, localhost, mqtt.plant.example, "*.plant.example"]
            ipAddresses: ["2001:DB8:0::1", 10.0.0.5, "2001:db8::1"]
          listeners: { a: { port: 1883, auth: [password] } }
        edge: { listeners: {} }
      bridges:
        b:
          from: edge
          to: core
          auth: { password: { generate: {} } }
          addresses: [backup.plant.example, "10.0.0.6:1884", "[2001:db8::2]:1885", "[::1]"]
          routes: [{ out: x }]
    `)
    expect(core?.host).toBe('MQTT.plant.example')
    expect([edge?.dnsNames, edge?.ipAddresses]).toEqual([['localhost'], []])
    expect(core?.dnsNames).toEqual([
      '*.plant.example',
      'backup.plant.example',
      'localhost',
      'mqtt',
      'mqtt.plant.example',
    ])
    expect(core?.ipAddresses).toEqual(['10.0.0.5', '10.0.0.6', '2001:db8::1', '2001:db8::2', '::1'])
  })

  test('a host that is an address is no DNS name', () => {
    const { core } = brokersOf('brokers: { core: { host: 10.0.0.1, listeners: {} } }')
    expect(core).toMatchObject({ host: '10.0.0.1', dnsNames: [], ipAddresses: ['10.0.0.1'] })
  })
})

describe('listeners', () => {
  test('say what they say, and take limits from their broker', () => {
    const { a, b } = listenersOf(`
      brokers:
        core:
          limits: { maxConnections: 500, maxQos: 1 }
          listeners:
            b: { transport: unix, path: /run/b.sock, auth: [password] }
            a:
              transport: websocket
              port: 8080
              bind: 127.0.0.1
              auth: [password, anonymous]
              maxConnections: 5
              maxQos: 0
              origins: ["https://a.example"]
              protocolVersions: [5, 4]
              proxyProtocol: 2
    `)
    expect(a).toEqual({
      ...{
        name: 'a',
        transport: 'websocket',
        port: 8080,
        bind: '127.0.0.1',
        auth: ['password', 'anonymous'],
      },
      ...{ maxConnections: 5, maxQos: 0, origins: ['https://a.example'], protocolVersions: [4, 5] },
      ...{ proxyProtocol: 2, path: ['brokers', 'core', 'listeners', 'a'] },
    })
    expect(b).toMatchObject({ transport: 'unix', socketPath: '/run/b.sock', maxConnections: 500, maxQos: 1 })
    expect(b).not.toHaveProperty('port')
  })

  test('TLS asks for client certificates where users may have them', () => {
    const { a, b, c } = listenersOf(`
      brokers:
        core:
          listeners:
            a: { port: 1, tls: {}, auth: [certificate] }
            b: { port: 2, tls: {}, auth: [password] }
            c: { port: 3, tls: { clientAuth: required, identity: commonName, crl: true, minVersion: "1.3", ciphers: "A:B" }, auth: [password] }
    `)
    const asked = {
      kind: 'certificate',
      clientAuth: 'required',
      crl: false,
      minVersion: '1.2',
      identity: 'commonName',
    }
    expect(a?.tls).toMatchObject(asked)
    expect(b?.tls).toMatchObject({ clientAuth: 'none', trust: [] })
    expect(c?.tls).toMatchObject({
      clientAuth: 'required',
      identity: 'commonName',
      crl: true,
      minVersion: '1.3',
      ciphers: 'A:B',
    })
  })

  test('pre-shared keys have the name of their broker as hint', () => {
    const { a, b } = listenersOf(`
      brokers:
        core:
          listeners:
            a: { port: 1, tls: { psk: {} }, auth: [psk] }
            b: { port: 2, tls: { psk: { hint: gate }, ciphers: PSK }, auth: [psk] }
    `)
    expect(a?.tls).toEqual({ kind: 'psk', hint: 'core' })
    expect(b?.tls).toEqual({ kind: 'psk', hint: 'gate', ciphers: 'PSK' })
  })
})

describe('trust', () => {
  const tls = (trust = '') => `{ port: 8883, tls: { ${trust} }, auth: [certificate] }`
  const trustOf = (spec: string) => {
    const brokers = Object.values(brokersOf(spec))
    return Object.fromEntries(
      brokers.map(({ name, listeners: [listener] }) => [
        name,
        listener?.tls?.kind === 'certificate' ? listener.tls.trust.map((authority) => authority.name) : [],
      ]),
    )
  }

  test('goes to the issuers of users, devices and bridges of the broker, and to nobody else', () => {
    const trust = trustOf(`
      brokers:
        alone: { listeners: { a: ${tls()} } }
        core: { listeners: { a: ${tls()} } }
        edge: { listeners: { a: ${tls()} } }
        said: { listeners: { a: ${tls('trust: [d, c, d]')} } }
      pki:
        authorities: { a: {}, b: {}, c: {}, d: {}, clients: {} }
        profiles: { pa: { issuer: a }, pb: { issuer: b }, pc: { issuer: c } }
      bridges: { b: { from: edge, to: core, auth: { certificate: pc }, routes: [{ out: x }] } }
      users: { alice: { at: [core, said], auth: { certificate: pa } }, bob: { at: [core, edge], auth: { password: { generate: {} } } } }
      fleets: { f: { forEach: { range: { from: 1, to: 2 } }, username: "d\${each.n}", at: [core, edge], auth: { certificate: pb } } }
    `)
    expect(trust).toEqual({ alone: ['clients'], core: ['a', 'b', 'c'], edge: ['b'], said: ['c', 'd'] })
  })
})
