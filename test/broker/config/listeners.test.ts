import { describe, expect, test } from 'vitest'
import { configOf, found, load, said } from './read-config.ts'

const listeners = (text: string, given = {}) => configOf(text, given).listeners

describe('without a listener', () => {
  test('the broker takes clients of this machine, anonymous ones too', () => {
    const config = configOf('')
    expect(config.listeners).toEqual([
      expect.objectContaining({
        name: '1883',
        port: 1883,
        addresses: ['127.0.0.1', '::1'],
        protocol: 'mqtt',
      }),
    ])
    expect(config.security.allowAnonymous).toBe(true)
  })

  test('there need not even be a file', () => {
    expect(load('').config).toEqual(configOf('# nothing'))
  })

  test('allow_anonymous false holds there too', () => {
    expect(configOf('allow_anonymous false').security.allowAnonymous).toBe(false)
  })

  test('the ports are those of the command line', () => {
    expect(listeners('', { options: { ports: [2000, 2001] } }).map(({ port, name }) => [port, name])).toEqual(
      [
        [2000, '2000'],
        [2001, '2001'],
      ],
    )
  })

  test('options of listeners are lost, and the broker says so', () => {
    const text = '«max_connections» 5\n«certfile» c\n«keyfile» k\n'
    expect(said(text)).toEqual([
      'listener-option-lost: "max_connections" has no effect, because there is no listener',
      'listener-option-lost: "certfile" has no effect, because there is no listener',
      'listener-option-lost: "keyfile" has no effect, because there is no listener',
    ])
    expect(listeners(text.replace(/[«»]/g, ''))).toEqual(configOf('').listeners)
  })
})

describe('listener lines', () => {
  test.each([
    ['listener 1884', { name: '1884', port: 1884 }],
    ['listener 0x75b 10.0.0.1', { name: '1883', port: 1883, addresses: ['10.0.0.1'] }],
    ['listener 1883 localhost # c', { name: '1883', port: 1883, addresses: ['localhost'] }],
    ['listener 1883 # c', { name: '1883', port: 1883 }],
    ['listener 0 /run/m.sock', { name: '/run/m.sock', port: 0, unixPath: '/run/m.sock' }],
  ])('%j', (text, expected) => {
    const [listener] = listeners(text)
    expect(listener).toMatchObject(expected)
    expect(listener && Object.keys(listener).filter((key) => /unixPath|addresses/.test(key))).toEqual(
      Object.keys(expected).filter((key) => /unixPath|addresses/.test(key)),
    )
  })

  test.each([
    ['listener «x»', 'listener-invalid: "x" is no port from 1 to 65535'],
    ['listener «65536»', 'listener-invalid: "65536" is no port from 1 to 65535'],
    ['listener «-1 a»', 'listener-invalid: "-1" is no port from 1 to 65535'],
    ['listener «0»', 'listener-invalid: a listener with port 0 needs the path of a Unix socket'],
    ['listener «0 # c»', 'listener-invalid: a listener with port 0 needs the path of a Unix socket'],
    ['listener 1883 127.0.0.1 «and more»\nallow_anonymous 1', 'conf-text-ignored: "and more" is ignored'],
    ['«listener»', 'conf-value-missing: "listener" has no value'],
  ])('%j', (text, message) => {
    expect(said(text)).toEqual([message])
  })

  test('options belong to the listener above them', () => {
    expect(
      listeners('listener 1\nmax_qos 0\nlistener 2\nlistener 3\nmax_qos 1').map(({ port, maxQos }) => [
        port,
        maxQos,
      ]),
    ).toEqual([
      [1, 0],
      [2, 2],
      [3, 1],
    ])
  })

  test('of two on one port, the second has its address in its name', () => {
    expect(listeners('listener 1883 127.0.0.1\nlistener 1883 10.0.0.1').map(({ name }) => name)).toEqual([
      '1883',
      '1883 10.0.0.1',
    ])
  })

  test('versions are numbers, and others are ignored', () => {
    const text = 'listener 1883 ::1\nallow_anonymous 1\naccept_protocol_versions «3.1.1,5,4»'
    expect(said(text)).toEqual(['conf-text-ignored: "3.1.1" is ignored'])
    expect(load(text).config?.listeners[0]?.acceptedVersions).toEqual([4, 5])
  })

  test('-p is ignored where there are listeners', () => {
    const given = { options: { ports: [2000] } }
    expect(found('listener 1 ::1\nallow_anonymous 1', given)).toEqual([
      [
        'command-line-port-ignored: the port 2000 of the command line is ignored: there are listeners',
        'listener',
      ],
    ])
  })
})

describe('the listener that needs no listener', () => {
  test('port and bind_address are about the same one', () => {
    const all = listeners('bind_address 127.0.0.1\nport 1884\nmax_qos 1')
    expect(all).toEqual([
      expect.objectContaining({ name: '1884', port: 1884, addresses: ['127.0.0.1'], maxQos: 1 }),
    ])
  })

  test('an option before the first listener opens it, besides', () => {
    const text = 'max_connections 5\nlistener 1884\nallow_anonymous false'
    expect(load(text).config?.listeners.map(({ port, maxConnections }) => [port, maxConnections])).toEqual([
      [1883, 5],
      [1884, -1],
    ])
  })

  test('all options before the first listener are of it, and of the same one in later files', () => {
    const files = { 'd/a.conf': 'max_qos 1\n', 'd/b.conf': 'protocol websockets\n' }
    const all = load('max_connections 5\ninclude_dir d\nlistener 9', { files }).config?.listeners
    expect(all).toEqual([
      expect.objectContaining({ port: 1883, maxConnections: 5, maxQos: 1, protocol: 'websockets' }),
      expect.objectContaining({ port: 9, maxQos: 2 }),
    ])
  })

  test.each(
    [
      'accept_protocol_versions 4',
      'cafile x',
      'mount_point x',
      'max_topic_alias 1',
      'max_topic_alias_broker 1',
      'listener_allow_anonymous 1',
      'listener_auto_id_prefix x',
      'enable_proxy_protocol 1',
      'tls_version tlsv1.2',
      'websockets_origin x',
      'disable_client_cert_date_checks 1',
      'plugin_use x',
      'proxy_protocol_v2_require_tls 1',
    ].map((line) => [line.split(' ')[0] ?? '', line]),
  )('is not there for %s', (name, line) => {
    const [first, ...others] = load(line).diagnostics
    expect(others).toEqual([])
    expect(`${first?.code}: ${first?.message}`).toBe(
      `option-needs-listener: "${name}" stands before any listener`,
    )
  })

  test.each(['accept_protocol_versions 4', 'plugin_use x'])('is not enough for %s', (line) => {
    expect(load(`port 1883\n${line}`).diagnostics.map(({ code }) => code)).toContain('option-needs-listener')
  })
})

describe('included files', () => {
  test('a listener does not reach into them, nor out of them', () => {
    const files = { 'd/a.conf': 'listener 2\nmax_qos 1\n' }
    const { config, diagnostics } = load('include_dir d\nmax_qos 0\n', { files })
    expect(config?.listeners.map(({ port, maxQos }) => [port, maxQos])).toEqual([
      [2, 1],
      [1883, 0],
    ])
    expect(diagnostics.map(({ code }) => code)).toContain('phantom-listener')
  })

  test('neither does a bridge or a plugin', () => {
    const bridge = { 'd/a.conf': 'cleansession true\n' }
    expect(found('connection b\naddress h\ntopic #\ninclude_dir d', { files: bridge })).toEqual([
      ['option-needs-bridge: "cleansession" stands before any bridge', 'cleansession'],
    ])
    const plugin = { 'd/a.conf': 'plugin_opt_acl_file a\n' }
    expect(
      found('plugin /mosquitto_acl_file.so\nplugin_opt_acl_file b\ninclude_dir d', { files: plugin }),
    ).toEqual([
      ['option-needs-plugin: "plugin_opt_acl_file" stands before any plugin', 'plugin_opt_acl_file'],
    ])
  })

  test('an option of the broker may stand in one of them, and the last one counts', () => {
    const files = { 'd/a.conf': 'max_keepalive 1\n', 'd/b.conf': 'max_keepalive 2\n' }
    expect(found('max_keepalive 3\ninclude_dir d', { files }).map(([message]) => message)).toEqual([
      'option-overridden: this "max_keepalive" does not count',
      'option-overridden: this "max_keepalive" does not count',
    ])
    expect(load('max_keepalive 3\ninclude_dir d', { files }).config?.limits.maxKeepAliveSeconds).toBe(2)
  })
})

describe('an option that stands twice', () => {
  test.each([
    ['pid_file a\n«pid_file» b', 'option-repeated: "pid_file" can stand here only once'],
    [
      'persistence_file a\n«persistence_file» b',
      'option-repeated: "persistence_file" can stand here only once',
    ],
    ['«acl_file» a\nacl_file b', 'option-overridden: this "acl_file" does not count'],
    ['«max_keepalive» 1\nmax_keepalive 2', 'option-overridden: this "max_keepalive" does not count'],
    ['«persistence» true\nretained_persistence true', 'option-overridden: this "persistence" does not count'],
    [
      'connection b\naddress a\ntopic #\nclientid a\n«remote_clientid» b',
      'option-repeated: "remote_clientid" can stand here only once',
    ],
    [
      'connection b\naddress a\ntopic #\n«addresses» b',
      'option-repeated: "addresses" can stand here only once',
    ],
  ])('%j', (text, message) => {
    expect(said(text)).toEqual([message])
  })

  test.each([
    'log_type error\nlog_type warning',
    'log_dest stdout\nlog_dest stderr',
    'listener 1 ::1\nallow_anonymous 1\nmax_qos 1\nlistener 2 ::1\nmax_qos 1',
    'per_listener_settings true\nlistener 1 ::1\nallow_anonymous 1\nlistener 2 ::1\nallow_anonymous 1',
    'connection b\naddress a\ntopic a\ntopic b\nconnection c\naddress a\ntopic a',
    'per_listener_settings true\nper_listener_settings true',
  ])('is not worth a word where it may: %j', (text) => {
    expect(said(text)).toEqual([])
  })
})
