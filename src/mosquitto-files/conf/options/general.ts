/** Options of mosquitto.conf(5) for the broker as a whole. */

import { type ConfOption, SUPPORTED } from '../conf-option.ts'

const BOOLEAN = { kind: 'boolean' } as const
const BROKER = { scope: 'broker', since: '2.0', support: SUPPORTED, reloads: true } as const

export const generalOptions: readonly ConfOption[] = [
  {
    ...BROKER,
    name: 'include_dir',
    meaning:
      'reads all files of a folder that end in `.conf`, in the order of their names; not in files so read',
    form: { kind: 'words', pattern: 'FOLDER' },
    repeated: 'adds',
  },
  {
    ...BROKER,
    name: 'pid_file',
    meaning: 'file for the number of the process',
    form: { kind: 'text' },
    repeated: 'refused',
    reloads: false,
  },
  {
    ...BROKER,
    name: 'user',
    meaning: 'account to run under when started as root',
    form: { kind: 'text' },
    default: 'mosquitto',
    reloads: false,
  },
  {
    ...BROKER,
    name: 'per_listener_settings',
    meaning: 'options of security belong to the listener that they stand below; comes before all of them',
    form: BOOLEAN,
    default: 'false',
    deprecated:
      'write the options of 2.1 for listeners: listener_allow_anonymous, plugin_load and plugin_use',
  },
  {
    ...BROKER,
    name: 'sys_interval',
    meaning: 'seconds between updates of the topics below `$SYS`; 0 for none',
    form: { kind: 'integer', min: 0, max: 65_535 },
    default: '10',
  },
  {
    ...BROKER,
    name: 'allow_duplicate_messages',
    meaning: 'a client of 3.x with overlapping subscriptions gets a message once for each',
    form: BOOLEAN,
    default: 'true',
    deprecated: 'remove it: clients get a message for each subscription that matches',
  },
  {
    ...BROKER,
    name: 'check_retain_source',
    meaning: 'retained messages go only as long as who published them may still write there',
    form: BOOLEAN,
    default: 'false (mosquitto.conf(5) says true)',
  },
  {
    ...BROKER,
    name: 'queue_qos0_messages',
    meaning: 'keeps messages of QoS 0 too for clients that are away',
    form: BOOLEAN,
    default: 'false',
  },
  {
    ...BROKER,
    name: 'upgrade_outgoing_qos',
    meaning: 'delivers with the QoS of the subscription, even if the message came with less',
    form: BOOLEAN,
    default: 'false',
  },
  {
    ...BROKER,
    name: 'retain_available',
    meaning: 'retained messages are allowed',
    form: BOOLEAN,
    default: 'true',
  },
  {
    ...BROKER,
    name: 'retain_expiry_interval',
    meaning: 'minutes between looks for retained messages that have expired',
    since: '2.0.22',
    form: { kind: 'integer', min: 1, ceiling: 10_000_000 },
    default: 'off',
    support: {
      kind: 'no-effect',
      because: 'expired messages are never delivered, but take memory until they are replaced',
      isMissed: true,
    },
  },
  {
    ...BROKER,
    name: 'persistent_client_expiration',
    meaning:
      'how long sessions of 3.x are kept for clients that are away: a number and one of s, h, d, w, m (30 days), y',
    form: { kind: 'words', pattern: 'NUMBER(s|h|d|w|m|y)' },
    default: 'for ever',
  },
  {
    ...BROKER,
    name: 'set_tcp_nodelay',
    meaning: 'sends small packets at once (`TCP_NODELAY`)',
    form: BOOLEAN,
    default: 'true (Mosquitto: false)',
    idleValues: { false: 'small packets always go at once' },
  },
  {
    ...BROKER,
    name: 'enable_control_api',
    meaning: 'answers questions about listeners and plugins on `$CONTROL/broker/v1`',
    since: '2.1',
    form: BOOLEAN,
    default: 'false',
    refusedValues: { true: 'nothing answers on $CONTROL/broker/v1 here' },
  },
  {
    ...BROKER,
    name: 'packet_buffer_size',
    aliases: ['websockets_headers_size'],
    meaning: 'bytes of the buffer for reading; the alias is the name in 2.0, for the headers of WebSockets',
    since: '2.1',
    form: { kind: 'integer', min: 0, max: 65_535 },
    default: '4096',
    support: { kind: 'no-effect', because: 'buffers grow and shrink by themselves', isMissed: false },
  },
  {
    ...BROKER,
    name: 'clientid_prefixes',
    meaning: 'lets in only clients whose identifier starts like this',
    form: { kind: 'text' },
    default: 'none',
    deprecated: 'say in the ACL file what clients may do, and use use_username_as_clientid',
  },
  {
    ...BROKER,
    name: 'retry_interval',
    meaning: 'once the time after which messages were sent again',
    form: { kind: 'text' },
    support: { kind: 'no-effect', because: 'MQTT sends again at reconnection only', isMissed: false },
    deprecated: 'remove it: Mosquitto ignores it too',
  },
]
