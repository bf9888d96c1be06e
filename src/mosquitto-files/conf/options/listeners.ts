/** Options of mosquitto.conf(5) for one listener. */

import { type ConfOption, SUPPORTED } from '../conf-option.ts'

const BOOLEAN = { kind: 'boolean' } as const
const ALIASES = { kind: 'integer', min: 0, max: 65_535 } as const
const OPENER = { scope: 'broker', since: '2.0', support: SUPPORTED, reloads: true } as const
const LISTENER = {
  scope: 'listener',
  since: '2.0',
  support: SUPPORTED,
  withoutListener: 'refused',
  reloads: true,
} as const

export const listenerOptions: readonly ConfOption[] = [
  {
    ...OPENER,
    name: 'listener',
    meaning: 'opens a port, on all addresses or on one, or with port 0 a Unix socket',
    form: { kind: 'words', pattern: 'PORT [ADDRESS | PATH]' },
    default: '1883 on 127.0.0.1 and ::1',
    repeated: 'adds',
  },
  {
    ...OPENER,
    name: 'port',
    meaning: 'port of the listener that needs no `listener`',
    form: { kind: 'integer', min: 1, max: 65_535 },
    deprecated: 'write listener instead',
  },
  {
    ...OPENER,
    name: 'bind_address',
    meaning: 'address of the listener that needs no `listener`',
    form: { kind: 'text' },
    repeated: 'refused',
    deprecated: 'write the address behind the port of listener',
  },
  {
    ...LISTENER,
    name: 'bind_interface',
    meaning: 'listens on the addresses of one network device',
    form: { kind: 'text' },
    withoutListener: 'default-listener',
    repeated: 'refused',
  },
  {
    ...LISTENER,
    name: 'socket_domain',
    meaning: 'listens on addresses of one family',
    form: { kind: 'word', words: ['ipv4', 'ipv6'] },
    default: 'both',
    withoutListener: 'default-listener',
  },
  {
    ...LISTENER,
    name: 'protocol',
    meaning: 'what is spoken there',
    form: { kind: 'word', words: ['mqtt', 'websockets', 'http_api'] },
    default: 'mqtt',
    withoutListener: 'default-listener',
    refusedValues: { http_api: 'there is no HTTP interface here' },
  },
  {
    ...LISTENER,
    name: 'http_dir',
    meaning: 'folder of files for listeners with `protocol http_api`; in 2.0 for WebSockets',
    form: { kind: 'text' },
    repeated: 'refused',
    support: { kind: 'no-effect', because: 'no files are served here', isMissed: true },
  },
  {
    ...LISTENER,
    name: 'accept_protocol_versions',
    meaning: 'versions of MQTT that are spoken: 3 is 3.1, 4 is 3.1.1, 5 is 5.0',
    since: '2.1',
    form: { kind: 'words', pattern: 'VERSION[,VERSION…]' },
    default: '3,4,5',
    withoutListener: 'explicit',
  },
  {
    ...LISTENER,
    name: 'max_connections',
    meaning: 'connections at a time; more are closed at once; -1 for any number',
    form: { kind: 'integer', floor: -1 },
    default: '-1',
    withoutListener: 'default-listener',
  },
  {
    ...LISTENER,
    name: 'max_qos',
    aliases: ['maximum_qos'],
    meaning: 'highest QoS that clients may use',
    form: { kind: 'integer', min: 0, max: 2 },
    default: '2',
    withoutListener: 'default-listener',
  },
  {
    ...LISTENER,
    name: 'max_topic_alias',
    meaning: 'how many topic aliases a client may set',
    form: ALIASES,
    default: '10',
  },
  {
    ...LISTENER,
    name: 'max_topic_alias_broker',
    meaning: 'how many topic aliases the broker sets for a client',
    since: '2.1',
    form: ALIASES,
    default: '10',
  },
  {
    ...LISTENER,
    name: 'mount_point',
    meaning: 'text put before all topics of its clients; ACL files see the whole topic',
    form: { kind: 'text' },
    default: 'none',
  },
  {
    ...LISTENER,
    name: 'enable_proxy_protocol',
    meaning: 'connections start with a header of the PROXY protocol, of this version',
    since: '2.1',
    form: { kind: 'integer', min: 1, max: 2 },
    default: 'none',
  },
  {
    ...LISTENER,
    name: 'proxy_protocol_v2_require_tls',
    meaning: 'the header must say that the client speaks TLS with the proxy',
    since: '2.1',
    form: BOOLEAN,
    default: 'false',
  },
]
