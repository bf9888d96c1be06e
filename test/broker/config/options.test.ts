/** Each option that is supported reaches the configuration, and each wrong value is found in its place. */

import { describe, expect, test } from 'vitest'
import type { BrokerConfig } from '../../../src/broker/config/broker-config.ts'
import { confSections } from '../../../src/mosquitto-files/conf/conf-options.ts'
import { configOf, load, said } from './read-config.ts'

const AT = 'listener 1883 127.0.0.1\n'
const TLS = `${AT}certfile c\nkeyfile k\n`
const BRIDGE = 'connection b\naddress h\ntopic # out\n'

const PLUGIN = 'plugin /p/mosquitto_acl_file.so\nplugin_opt_acl_file /a\n'
const heads = { broker: '', security: '', listener: AT, bridge: BRIDGE, plugin: PLUGIN }

const listener = ({ listeners }: BrokerConfig) => listeners[0]
const bridge = ({ bridges }: BrokerConfig) => bridges[0]

/** By option: lines, what they come to, and what it is without them. */
type Cases = Readonly<
  Record<
    string,
    readonly [text: string, of: (config: BrokerConfig) => unknown, value: unknown, usual: unknown]
  >
>

const ofBroker: Cases = {
  pid_file: ['pid_file /run/p', (c) => c.general.pidFile, '/run/p', undefined],
  user: ['user broker', (c) => c.general.user, 'broker', 'mosquitto'],
  per_listener_settings: ['per_listener_settings true', (c) => c.perListenerSettings, true, false],
  sys_interval: ['sys_interval 0', (c) => c.general.sysIntervalSeconds, 0, 10],
  allow_duplicate_messages: [
    'allow_duplicate_messages false',
    (c) => c.general.allowDuplicateMessages,
    false,
    true,
  ],
  check_retain_source: ['check_retain_source true', (c) => c.general.checkRetainSource, true, false],
  queue_qos0_messages: ['queue_qos0_messages true', (c) => c.general.queueQos0Messages, true, false],
  upgrade_outgoing_qos: ['upgrade_outgoing_qos true', (c) => c.general.upgradeOutgoingQos, true, false],
  retain_available: ['retain_available false', (c) => c.general.retainAvailable, false, true],
  retain_expiry_interval: ['retain_expiry_interval 2', (c) => c.general.retainExpirySeconds, 120, undefined],
  persistent_client_expiration: [
    'persistent_client_expiration 14d',
    (c) => c.general.persistentClientExpirationSeconds,
    14 * 86_400,
    undefined,
  ],
  set_tcp_nodelay: ['set_tcp_nodelay true', (c) => c.general.tcpNoDelay, true, false],
  clientid_prefixes: ['clientid_prefixes dev-', (c) => c.security.clientIdPrefixes, 'dev-', undefined],
  allow_anonymous: [`${AT}allow_anonymous true`, (c) => c.security.allowAnonymous, true, true],
  acl_file: ['acl_file /a b', (c) => c.security.aclFile, '/a b', undefined],
  password_file: ['password_file /p', (c) => c.security.passwordFile, '/p', undefined],
  psk_file: ['psk_file /k', (c) => c.security.pskFile, '/k', undefined],
  allow_zero_length_clientid: [
    'allow_zero_length_clientid false',
    (c) => c.security.allowZeroLengthClientId,
    false,
    true,
  ],
  auto_id_prefix: ['auto_id_prefix x-', (c) => c.security.autoIdPrefix, 'x-', 'auto-'],
  max_inflight_messages: ['max_inflight_messages 5', (c) => c.limits.maxInflightMessages, 5, 20],
  max_inflight_bytes: ['max_inflight_bytes 5', (c) => c.limits.maxInflightBytes, 5, 0],
  max_queued_messages: ['max_queued_messages 5', (c) => c.limits.maxQueuedMessages, 5, 1000],
  max_queued_bytes: ['max_queued_bytes 5', (c) => c.limits.maxQueuedBytes, 5, 0],
  max_packet_size: ['max_packet_size 500', (c) => c.limits.maxPacketSize, 500, 2_000_000],
  message_size_limit: ['message_size_limit 500', (c) => c.limits.messageSizeLimit, 500, 0],
  max_keepalive: ['max_keepalive 60', (c) => c.limits.maxKeepAliveSeconds, 60, 0],
  global_max_clients: ['global_max_clients 9', (c) => c.limits.globalMaxClients, 9, -1],
  global_max_connections: ['global_max_connections 9', (c) => c.limits.globalMaxConnections, 9, -1],
  persistence: ['persistence true', (c) => c.persistence.enabled, true, false],
  persistence_file: ['persistence_file f', (c) => c.persistence.file, 'f', 'mosquitto.db'],
  persistence_location: ['persistence_location /d', (c) => c.persistence.location, '/d/', ''],
  log_dest: ['log_dest topic', (c) => c.logging.destinations, [{ to: 'topic' }], [{ to: 'stderr' }]],
  log_type: [
    'log_type debug',
    (c) => [...c.logging.types],
    ['debug'],
    ['error', 'warning', 'notice', 'information'],
  ],
  log_timestamp: ['log_timestamp false', (c) => c.logging.timestamp, false, true],
  log_timestamp_format: ['log_timestamp_format %H:%M', (c) => c.logging.timestampFormat, '%H:%M', undefined],
  connection_messages: ['connection_messages false', (c) => c.logging.connectionMessages, false, true],
  include_dir: ['include_dir d', (c) => c.limits.maxQueuedMessages, 7, 1000],
  listener: ['listener 1884', (c) => listener(c)?.port, 1884, 1883],
  port: ['port 1884', (c) => listener(c)?.port, 1884, 1883],
  bind_address: ['bind_address ::1', (c) => listener(c)?.addresses, ['::1'], ['127.0.0.1', '::1']],
  connection: [BRIDGE, (c) => bridge(c)?.name, 'b', undefined],
  plugin: [
    'plugin /p/mosquitto_acl_file.so\nplugin_opt_acl_file /a',
    (c) => c.security.aclFile,
    '/a',
    undefined,
  ],
  global_plugin: [
    'global_plugin /p/mosquitto_password_file.so\nplugin_opt_password_file /p',
    (c) => c.security.passwordFile,
    '/p',
    undefined,
  ],
  plugin_load: [
    `plugin_load x /p/mosquitto_acl_file.so\nplugin_opt_acl_file /a\n${AT}plugin_use x`,
    (c) => listener(c)?.security?.aclFile,
    '/a',
    undefined,
  ],
}

const ofListener: Cases = {
  listener_allow_anonymous: [
    'listener_allow_anonymous true',
    (c) => listener(c)?.allowAnonymous,
    true,
    undefined,
  ],
  listener_auto_id_prefix: ['listener_auto_id_prefix y-', (c) => listener(c)?.autoIdPrefix, 'y-', undefined],
  use_username_as_clientid: [
    'use_username_as_clientid true',
    (c) => listener(c)?.useUsernameAsClientId,
    true,
    false,
  ],
  bind_interface: ['bind_interface eth0', (c) => listener(c)?.bindInterface, 'eth0', undefined],
  socket_domain: ['socket_domain ipv6', (c) => listener(c)?.family, 'ipv6', undefined],
  protocol: ['protocol websockets', (c) => listener(c)?.protocol, 'websockets', 'mqtt'],
  accept_protocol_versions: [
    'accept_protocol_versions 4, 5',
    (c) => listener(c)?.acceptedVersions,
    [4, 5],
    [3, 4, 5],
  ],
  max_connections: ['max_connections 3', (c) => listener(c)?.maxConnections, 3, -1],
  max_qos: ['max_qos 1', (c) => listener(c)?.maxQos, 1, 2],
  max_topic_alias: ['max_topic_alias 0', (c) => listener(c)?.maxTopicAlias, 0, 10],
  max_topic_alias_broker: ['max_topic_alias_broker 0', (c) => listener(c)?.maxTopicAliasBroker, 0, 10],
  mount_point: ['mount_point site/', (c) => listener(c)?.mountPoint, 'site/', ''],
  enable_proxy_protocol: ['enable_proxy_protocol 2', (c) => listener(c)?.proxyProtocol, 2, undefined],
  proxy_protocol_v2_require_tls: [
    'enable_proxy_protocol 2\nproxy_protocol_v2_require_tls true',
    (c) => listener(c)?.proxyRequiresTls,
    true,
    false,
  ],
  websockets_origin: [
    'protocol websockets\nwebsockets_origin http://a\nwebsockets_origin http://b',
    (c) => listener(c)?.websocketOrigins,
    ['http://a', 'http://b'],
    [],
  ],
  psk_hint: [
    'psk_hint h\nciphers x',
    (c) => listener(c)?.psk,
    { hint: 'h', identityAsUsername: false, ciphers: 'x' },
    undefined,
  ],
}

const ofTls: Cases = {
  certfile: ['', (c) => listener(c)?.tls?.certFile, 'c', 'c'],
  keyfile: ['', (c) => listener(c)?.tls?.keyFile, 'k', 'k'],
  cafile: ['cafile /ca', (c) => listener(c)?.tls?.caFile, '/ca', undefined],
  capath: ['capath /cas', (c) => listener(c)?.tls?.caPath, '/cas', undefined],
  crlfile: ['crlfile /crl', (c) => listener(c)?.tls?.crlFile, '/crl', undefined],
  require_certificate: ['require_certificate true', (c) => listener(c)?.tls?.requireCertificate, true, false],
  use_identity_as_username: [
    'use_identity_as_username true\nuse_subject_as_username true',
    (c) => listener(c)?.tls?.username,
    'common-name',
    'connect',
  ],
  use_subject_as_username: [
    'use_subject_as_username true',
    (c) => listener(c)?.tls?.username,
    'subject',
    'connect',
  ],
  disable_client_cert_date_checks: [
    'disable_client_cert_date_checks true',
    (c) => listener(c)?.tls?.checkDates,
    false,
    true,
  ],
  ciphers: ['ciphers HIGH', (c) => listener(c)?.tls?.ciphers, 'HIGH', undefined],
  'ciphers_tls1.3': ['ciphers_tls1.3 X', (c) => listener(c)?.tls?.ciphersTls13, 'X', undefined],
  tls_version: ['tls_version tlsv1.3', (c) => listener(c)?.tls?.minVersion, 'TLSv1.3', 'TLSv1.2'],
}

const ofBridge: Cases = {
  address: ['', (c) => bridge(c)?.addresses, [{ host: 'h', port: 1883 }], [{ host: 'h', port: 1883 }]],
  topic: [
    'topic a/+ in 1 l/ r/',
    (c) => bridge(c)?.topics[1],
    { pattern: 'a/+', direction: 'in', qos: 1, localPrefix: 'l/', remotePrefix: 'r/' },
    undefined,
  ],
  remote_clientid: ['remote_clientid r', (c) => bridge(c)?.remoteClientId, 'r', 'here.b'],
  local_clientid: ['local_clientid l', (c) => bridge(c)?.localClientId, 'l', 'local.here.b'],
  remote_username: ['remote_username u v', (c) => bridge(c)?.remoteUsername, 'u v', undefined],
  remote_password: ['remote_password p # q', (c) => bridge(c)?.remotePassword, 'p # q', undefined],
  local_username: ['local_username u', (c) => bridge(c)?.localUsername, 'u', undefined],
  bridge_protocol_version: ['bridge_protocol_version mqttv50', (c) => bridge(c)?.protocolVersion, 5, 4],
  cleansession: [
    'cleansession true',
    (c) => [bridge(c)?.cleanSession, bridge(c)?.localCleanSession],
    [true, true],
    [false, false],
  ],
  local_cleansession: [
    'cleansession true\nlocal_cleansession false',
    (c) => [bridge(c)?.cleanSession, bridge(c)?.localCleanSession],
    [true, false],
    [false, false],
  ],
  keepalive_interval: ['keepalive_interval 5', (c) => bridge(c)?.keepAliveSeconds, 5, 60],
  start_type: ['start_type once', (c) => bridge(c)?.startType, 'once', 'automatic'],
  idle_timeout: ['idle_timeout 7', (c) => bridge(c)?.idleTimeoutSeconds, 7, 60],
  threshold: ['threshold 7', (c) => bridge(c)?.threshold, 7, 10],
  restart_timeout: [
    'restart_timeout 1 2 3',
    (c) => bridge(c)?.restart,
    { baseSeconds: 1, capSeconds: 2, stableSeconds: 3 },
    { baseSeconds: 5, capSeconds: 30, stableSeconds: 0 },
  ],
  round_robin: ['round_robin true', (c) => bridge(c)?.roundRobin, true, false],
  try_private: ['try_private false', (c) => bridge(c)?.tryPrivate, false, true],
  notifications: ['notifications false', (c) => bridge(c)?.notifications, false, true],
  notifications_local_only: [
    'notifications_local_only true',
    (c) => bridge(c)?.notificationsLocalOnly,
    true,
    false,
  ],
  notification_topic: [
    'notification_topic n',
    (c) => bridge(c)?.notificationTopic,
    'n',
    '$SYS/broker/connection/here.b/state',
  ],
  bridge_attempt_unsubscribe: [
    'bridge_attempt_unsubscribe false',
    (c) => bridge(c)?.attemptUnsubscribe,
    false,
    true,
  ],
  bridge_outgoing_retain: ['bridge_outgoing_retain false', (c) => bridge(c)?.outgoingRetain, false, true],
  bridge_bind_address: ['bridge_bind_address 10.0.0.1', (c) => bridge(c)?.bindAddress, '10.0.0.1', undefined],
  bridge_max_packet_size: ['bridge_max_packet_size 99', (c) => bridge(c)?.maxPacketSize, 99, 0],
  bridge_max_topic_alias: ['bridge_max_topic_alias 0', (c) => bridge(c)?.maxTopicAlias, 0, 10],
  bridge_receive_maximum: ['bridge_receive_maximum 3', (c) => bridge(c)?.receiveMaximum, 3, undefined],
  bridge_session_expiry_interval: [
    'bridge_session_expiry_interval 60',
    (c) => bridge(c)?.sessionExpirySeconds,
    60,
    0,
  ],
  bridge_reload_type: ['bridge_reload_type immediate', (c) => bridge(c)?.reload, 'immediate', 'lazy'],
  bridge_cafile: ['bridge_cafile a', (c) => bridge(c)?.tls?.caFile, 'a', undefined],
  bridge_capath: ['bridge_capath a', (c) => bridge(c)?.tls?.caPath, 'a', undefined],
  bridge_tls_use_os_certs: [
    'bridge_tls_use_os_certs true',
    (c) => bridge(c)?.tls,
    { useOsCertificates: true, insecure: false },
    undefined,
  ],
  bridge_identity: [
    'bridge_identity i\nbridge_psk 0aF0',
    (c) => bridge(c)?.psk,
    { identity: 'i', keyHex: '0aF0' },
    undefined,
  ],
  bridge_psk: ['bridge_identity i\nbridge_psk 00', (c) => bridge(c)?.psk?.keyHex, '00', undefined],
}

const ofBridgeTls: Cases = {
  bridge_certfile: ['bridge_certfile c\nbridge_keyfile k', (c) => bridge(c)?.tls?.certFile, 'c', undefined],
  bridge_keyfile: ['bridge_certfile c\nbridge_keyfile k', (c) => bridge(c)?.tls?.keyFile, 'k', undefined],
  bridge_insecure: ['bridge_insecure true', (c) => bridge(c)?.tls?.insecure, true, false],
  bridge_alpn: ['bridge_alpn mqtt', (c) => bridge(c)?.tls?.alpn, 'mqtt', undefined],
  bridge_ciphers: ['bridge_ciphers x', (c) => bridge(c)?.tls?.ciphers, 'x', undefined],
  'bridge_ciphers_tls1.3': ['bridge_ciphers_tls1.3 x', (c) => bridge(c)?.tls?.ciphersTls13, 'x', undefined],
  bridge_tls_version: ['bridge_tls_version tlsv1.3', (c) => bridge(c)?.tls?.version, 'TLSv1.3', undefined],
}

const groups = [
  ['of the broker', '', ofBroker],
  ['of a listener', AT, ofListener],
  ['of TLS', TLS, ofTls],
  ['of a bridge', BRIDGE, ofBridge],
  ['of the TLS of a bridge', `${BRIDGE}bridge_cafile a\n`, ofBridgeTls],
] as const

const files = { files: { 'd/x.conf': 'max_queued_messages 7' } }

describe.each(groups)('options %s reach the configuration', (_, head, cases) => {
  test.each(Object.entries(cases))('%s', (__, [text, of, value, usual]) => {
    expect(of(configOf(head, files))).toEqual(usual)
    expect(of(configOf(`${head}${text}\n`, files))).toEqual(value)
  })
})

const all = confSections.flatMap(({ options }) => options)

test('no supported option is without a case', () => {
  const covered = groups
    .flatMap(([, , cases]) => Object.keys(cases))
    .filter((name) => !['idle_timeout', 'retain_expiry_interval'].includes(name)) // read, and of no effect
  const wordless = ['plugin_use', 'plugin_opt_', 'enable_control_api', 'bridge_require_ocsp'] // in other cases
  const supported = all.flatMap(({ name, support }) => (support.kind === 'supported' ? [name] : []))
  expect([...covered, ...wordless].sort()).toEqual(supported.sort())
})

describe('an option that does nothing here says so', () => {
  const values: Readonly<Record<string, string>> = {
    boolean: 'true',
    integer: '5',
    text: 'x',
    word: 'x',
    words: '1 2 3',
  }
  const idle = all.filter(({ support }) => support.kind !== 'supported')
  test.each(idle.map((option) => [option.name, option] as const))('%s', (name, { scope, form, support }) => {
    const { config, diagnostics } = load(`${heads[scope]}${name} ${values[form.kind]}\n`)
    const codes = diagnostics.map(({ code }) => code)
    if (support.kind === 'refused') {
      expect(codes).toContain('option-unsupported')
      expect(config).toBeUndefined()
    } else if (support.kind === 'no-effect') {
      expect(codes).toContain(support.isMissed ? 'option-without-effect' : 'option-unneeded')
      expect(config).toBeDefined()
    }
  })

  test.each([
    [`${BRIDGE}bridge_require_ocsp «true»`, 'option-unsupported'],
    [`${BRIDGE}bridge_cafile a\nbridge_tls_version «tlsv1.1»`, 'option-unsupported'],
    [`${AT}protocol «http_api»`, 'option-unsupported'],
    ['enable_control_api «true»', 'option-unsupported'],
    ['set_tcp_nodelay «false»', 'option-unneeded'],
  ])('%j', (text, code) => {
    const messages = said(text).filter((message) => !message.startsWith('nobody-gets-in'))
    expect(messages.map((message) => message.split(':')[0])).toEqual([code])
  })
})

describe('a wrong value is found in its place', () => {
  const wrong: Readonly<Record<string, string>> = {
    boolean: 'maybe',
    integer: 'many',
    word: 'x',
    text: 'a\tb',
  }
  const simple = all.filter(({ form, support }) => form.kind !== 'words' && support.kind !== 'refused')
  test.each(simple.map((option) => [option.name, option] as const))('%s', (name, { scope, form }) => {
    const text = `${heads[scope]}${name} ${wrong[form.kind]}\n`
    const { config, diagnostics, locate } = load(text)
    expect(config).toBeUndefined()
    const [error] = diagnostics.filter(({ severity }) => severity === 'error')
    const span = error && locate(error.at)
    expect(span?.source.text.slice(span.start, span.end)).toBe(wrong[form.kind])
    expect(span?.source.position(span.start).line).toBe(text.split('\n').length - 1)
  })

  test.each([
    ['max_packet_size «19»', 'conf-number-invalid'],
    ['message_size_limit «268435456»', 'conf-number-invalid'],
    ['max_keepalive «-1»', 'conf-number-invalid'],
    ['sys_interval «65536»', 'conf-number-invalid'],
    ['persistent_client_expiration «7»', 'duration-invalid'],
    ['persistent_client_expiration «0d»', 'duration-invalid'],
    ['persistent_client_expiration «d»', 'duration-invalid'],
    ['persistent_client_expiration «14D»', 'duration-invalid'],
    ['log_dest «nowhere»', 'log-destination-invalid'],
    ['log_dest «file»', 'log-destination-invalid'],
    ['log_dest file a\nlog_dest «file b»', 'log-destination-invalid'],
    ['log_dest «dlt»', 'option-without-effect'],
    ['log_dest stdout «stderr»', 'conf-text-ignored'],
    ['port «0»', 'conf-number-invalid'],
    [`${BRIDGE}restart_timeout «10 5»`, 'bridge-invalid'],
    [`${BRIDGE}restart_timeout «1 5 -1»`, 'bridge-invalid'],
    [`${BRIDGE}notification_topic «a/#»`, 'bridge-invalid'],
    [`${BRIDGE}bridge_identity a\nbridge_psk «0x»`, 'bridge-invalid'],
    [`${BRIDGE}bridge_identity a\nbridge_psk «012»`, 'bridge-invalid'],
  ])('%j', (text, code) => {
    expect(said(text).map((message) => message.split(':')[0])).toEqual([code])
  })
})

test.each([
  ['s', 1],
  ['h', 3600],
  ['d', 86_400],
  ['w', 604_800],
  ['m', 2_592_000],
  ['y', 31_536_000],
])('a session of 3.x is kept for 2%s: %i seconds each', (unit, seconds) => {
  const { general } = configOf(`persistent_client_expiration 2${unit}`)
  expect(general.persistentClientExpirationSeconds).toBe(2 * seconds)
})

describe('the log', () => {
  test.each([
    ['log_type none', []],
    ['log_type error\nlog_type none\nlog_type debug', ['debug']],
    ['log_type warning\nlog_type error', ['warning', 'error']],
    [
      'log_type all',
      [
        'error',
        'warning',
        'notice',
        'information',
        'debug',
        'subscribe',
        'unsubscribe',
        'websockets',
        'internal',
      ],
    ],
  ])('%j', (text, types) => {
    expect([...configOf(text).logging.types]).toEqual(types)
  })

  test.each([
    ['log_dest none', [{ to: 'none' }]],
    ['log_dest stdout\nlog_dest none', [{ to: 'none' }]],
    ['log_dest none\nlog_dest stdout', [{ to: 'stdout' }]],
    ['log_dest stdout\nlog_dest topic\nlog_dest stdout', [{ to: 'stdout' }, { to: 'topic' }]],
    ['log_dest stdout unbuffered', [{ to: 'stdout' }]],
    ['log_dest syslog', [{ to: 'syslog' }]],
    ['log_dest file  \t/a b # c', [{ to: 'file', path: '/a b # c' }]],
    ['log_dest dlt', [{ to: 'none' }]],
  ])('%j', (text, destinations) => {
    expect(configOf(text).logging.destinations).toEqual(destinations)
  })
})

test('the folder of the store ends in a slash, and the environment names it first', () => {
  const options = { persistenceLocation: '/env' }
  expect(configOf('persistence_location /d/').persistence.location).toBe('/d/')
  expect(configOf('persistence_location /d', { options }).persistence.location).toBe('/env/')
})
