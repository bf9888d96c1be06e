import { describe, expect, test } from 'vitest'
import { isError } from '../../../../src/diagnostics/diagnostic.ts'
import { loadSpec } from '../../../../src/spec/load-spec.ts'
import { packageTexts } from '../../../../src/state/package-files.ts'
import { installPaths } from '../../../../src/targets/mosquitto/install-paths.ts'
import { mosquittoConf } from '../../../../src/targets/mosquitto/mosquitto-conf.ts'
import { resolveTopology } from '../../../../src/topology/resolve-topology.ts'
import { memoryReader } from '../../../support/memory-reader.ts'

const templates = packageTexts('templates')

/** The configuration of broker `b`, without comments and what limits, persistence and logging add by default. */
async function conf(brokerYaml: string, more = ''): Promise<string[]> {
  const text = `mqttopia: 1\nname: t\nbrokers:\n  b: ${brokerYaml}\n${more}`
  const { value, pruned, tables, files, diagnostics } = await loadSpec(
    'spec.yaml',
    memoryReader({ 'spec.yaml': text }),
  )
  expect(diagnostics.filter(isError)).toEqual([])
  if (value === undefined) throw new Error('no value')
  const { topology } = resolveTopology({ value, pruned, tables, files, folderName: 't' })
  const broker = topology.brokers.find(({ name }) => name === 'b')
  if (broker === undefined) throw new Error('no broker')
  const written = mosquittoConf(topology, broker, installPaths(broker, undefined), templates)
  expect(written).toMatch(/\n$/)
  return written
    .split('\n')
    .filter(
      (line) => line !== '' && !/^(#|log_|check_retain|set_tcp|(cert|key|ca)file|tls_version)/.test(line),
    )
}

const DIFFERENT = `listeners:
      mqtts: { port: 8883, tls: {}, auth: [password] }
      open: { port: 1883, bind: 127.0.0.1, auth: [anonymous] }
      cert: { port: 8884, tls: {}, auth: [certificate] }
      psk: { port: 8885, tls: { psk: {} }, auth: [psk] }`
const SAME = `listeners:
      mqtts: { port: 8883, tls: {}, auth: [password] }
      cert: { port: 8884, tls: {}, auth: [certificate] }`
const P = '/usr/lib/x86_64-linux-gnu'

describe('2.0', () => {
  test('one set of files where all listeners ask for the same', async () => {
    expect(await conf(`\n    ${SAME}`)).toEqual([
      'allow_anonymous false',
      'password_file /etc/mosquitto/passwd',
      'acl_file /etc/mosquitto/acl',
      ...['listener 8884', 'require_certificate true', 'use_identity_as_username true'],
      'listener 8883',
    ])
  })

  test('settings of their own where they ask for different things, that for pre-shared keys away from certificates', async () => {
    expect(await conf(`\n    ${DIFFERENT}`)).toEqual([
      'per_listener_settings true',
      ...['listener 8884', 'require_certificate true', 'use_identity_as_username true'],
      ...['allow_anonymous false', 'acl_file /etc/mosquitto/acl.cert'],
      'listener 8883',
      ...[
        'allow_anonymous false',
        'password_file /etc/mosquitto/passwd',
        'acl_file /etc/mosquitto/acl.mqtts',
      ],
      'listener 1883 127.0.0.1',
      ...[
        'allow_anonymous true',
        'password_file /etc/mosquitto/passwd-none',
        'acl_file /etc/mosquitto/acl.open',
      ],
      ...['listener 8885', 'psk_hint b', 'use_identity_as_username true'],
      ...['allow_anonymous false', 'psk_file /etc/mosquitto/psk', 'acl_file /etc/mosquitto/acl.psk'],
    ])
  })

  test('the plugin once, or for each listener', async () => {
    const plugin = [
      `plugin ${P}/mosquitto_dynamic_security.so`,
      'plugin_opt_config_file /etc/mosquitto/dynamic-security.json',
    ]
    const alone = await conf(
      '{ access: dynamic-security, listeners: { a: { port: 1883, auth: [password] } } }',
    )
    expect(alone).toEqual(['allow_anonymous false', ...plugin, 'listener 1883'])
    const two = await conf(`
    access: dynamic-security
    listeners: { a: { port: 1883, auth: [password] }, b: { port: 1884, auth: [password, anonymous] } }`)
    expect(two).toEqual([
      'per_listener_settings true',
      ...['listener 1883', 'allow_anonymous false', ...plugin],
      ...['listener 1884', 'allow_anonymous true', ...plugin],
    ])
  })

  test('a websocket that is bound to an IPv4 address names its socket domain, or it would listen everywhere', async () => {
    const [, , ...listeners] = await conf(`
    listeners:
      four: { transport: websocket, port: 8080, bind: 127.0.0.1, auth: [certificate] }
      six: { transport: websocket, port: 8081, bind: "::1", auth: [certificate] }
      tcp: { port: 1883, bind: 127.0.0.1, auth: [certificate] }`)
    expect(listeners).toEqual([
      ...['listener 8080 127.0.0.1', 'socket_domain ipv4', 'protocol websockets'],
      ...['listener 8081 ::1', 'protocol websockets'],
      'listener 1883 127.0.0.1',
    ])
  })

  test('an account is named where it is not the usual one', async () => {
    const named = await conf(
      '{ install: { user: mqtt }, listeners: { a: { port: 1883, auth: [certificate] } } }',
    )
    expect(named).toContain('user mqtt')
  })

  test('a bridge: IPv6 addresses without brackets, a constant time to wait, a password in a file of its own', async () => {
    const more = `  far: { host: "::1", listeners: { m: { port: 1884, auth: [password] } } }
bridges:
  x: { from: b, to: far, auth: { password: { generate: {} } }, routes: [{ out: a }] }
  y:
    from: b
    to: far
    auth: { password: { generate: {} } }
    routes: [{ out: a }]
`
    expect(await conf('{ listeners: { a: { port: 1883, auth: [certificate] } } }', more)).toContain(
      'include_dir /etc/mosquitto/bridges.d',
    )
  })
})

/** Held against the source of 2.1; there is no 2.1 to run here. */
describe('2.1', () => {
  const acl = [`global_plugin ${P}/mosquitto_acl_file.so`, 'plugin_opt_acl_file /etc/mosquitto/acl']

  test('plugins for all listeners where they ask for the same', async () => {
    expect(await conf(`\n    engine: { version: "2.1" }\n    ${SAME}`)).toEqual([
      ...[`global_plugin ${P}/mosquitto_password_file.so`, 'plugin_opt_password_file /etc/mosquitto/passwd'],
      ...acl,
      ...['listener 8884', 'require_certificate true', 'use_identity_as_username true'],
      'listener_allow_anonymous false',
      ...['listener 8883', 'listener_allow_anonymous false'],
    ])
  })

  test('passwords loaded once for each file and attached where they are asked for; rights for all', async () => {
    expect(await conf(`\n    engine: { version: "2.1" }\n    ${DIFFERENT}`)).toEqual([
      'psk_file /etc/mosquitto/psk',
      `plugin_load passwords ${P}/mosquitto_password_file.so`,
      'plugin_opt_password_file /etc/mosquitto/passwd',
      `plugin_load no-passwords ${P}/mosquitto_password_file.so`,
      'plugin_opt_password_file /etc/mosquitto/passwd-none',
      ...acl,
      ...['listener 8884', 'require_certificate true', 'use_identity_as_username true'],
      'listener_allow_anonymous false',
      ...['listener 8883', 'listener_allow_anonymous false', 'plugin_use passwords'],
      ...['listener 1883 127.0.0.1', 'listener_allow_anonymous true', 'plugin_use no-passwords'],
      ...['listener 8885', 'psk_hint b', 'use_identity_as_username true', 'listener_allow_anonymous false'],
    ])
  })

  test('the dynamic-security plugin, for all listeners', async () => {
    const written = await conf(`
    engine: { version: "2.1" }
    access: dynamic-security
    install: { plugins: /usr/lib }
    listeners: { a: { port: 1883, auth: [password] }, b: { port: 1884, auth: [password, anonymous] } }`)
    expect(written).toEqual([
      'global_plugin /usr/lib/mosquitto_dynamic_security.so',
      'plugin_opt_config_file /etc/mosquitto/dynamic-security.json',
      ...['listener 1883', 'listener_allow_anonymous false'],
      ...['listener 1884', 'listener_allow_anonymous true'],
    ])
  })

  test('new options', async () => {
    const written = await conf(`
    engine: { version: "2.1" }
    retain: { expiry: 30m }
    limits: { maxTotalConnections: 10, maxTotalClients: 20 }
    listeners:
      ws: { transport: websocket, port: 8080, auth: [certificate], origins: ["https://a.example", "https://b.example"] }
      mqtt: { port: 1883, auth: [certificate], protocolVersions: [4, 5], proxyProtocol: 2 }`)
    expect(written.slice(acl.length)).toEqual([
      ...['global_max_connections 10', 'global_max_clients 20', 'retain_expiry_interval 30'],
      ...['listener 1883', 'accept_protocol_versions 4,5', 'enable_proxy_protocol 2'],
      ...['use_identity_as_username true', 'listener_allow_anonymous false'].slice(1),
      ...['listener 8080', 'protocol websockets'],
      ...['websockets_origin https://a.example', 'websockets_origin https://b.example'],
      'listener_allow_anonymous false',
    ])
  })
})
