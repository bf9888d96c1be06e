/** Options of mosquitto.conf(5) that bound what clients can take. */

import { type ConfOption, SUPPORTED } from '../conf-option.ts'

const LIMIT = { scope: 'broker', since: '2.0', support: SUPPORTED, reloads: true } as const
const ANY_NUMBER = { kind: 'integer', floor: 0 } as const

export const limitOptions: readonly ConfOption[] = [
  {
    ...LIMIT,
    name: 'max_inflight_messages',
    meaning: 'messages of QoS 1 and 2 under way to a client at a time; 0 for any number',
    form: { kind: 'integer', floor: 0, max: 65_535 },
    default: '20',
  },
  {
    ...LIMIT,
    name: 'max_inflight_bytes',
    meaning: 'bytes under way to a client at a time; 0 for any number',
    form: ANY_NUMBER,
    default: '0',
  },
  {
    ...LIMIT,
    name: 'max_queued_messages',
    meaning: 'messages that wait for a client, besides those under way; more are dropped; 0 for any number',
    form: ANY_NUMBER,
    default: '1000',
  },
  {
    ...LIMIT,
    name: 'max_queued_bytes',
    meaning: 'bytes that wait for a client; 0 for any number',
    form: ANY_NUMBER,
    default: '0',
  },
  {
    ...LIMIT,
    name: 'max_packet_size',
    meaning: 'bytes of a packet; who sends a larger one is disconnected',
    form: { kind: 'integer', min: 20 },
    default: '2000000 (2.0: any size)',
  },
  {
    ...LIMIT,
    name: 'message_size_limit',
    meaning: 'bytes of a payload; larger messages are acknowledged and dropped; 0 for any size',
    form: { kind: 'integer', min: 0, max: 268_435_455 },
    default: '0',
  },
  {
    ...LIMIT,
    name: 'max_keepalive',
    meaning: 'longest keep-alive in seconds; clients of 3.x with more, or none, are refused; 0 for any',
    form: { kind: 'integer', min: 0, max: 65_535 },
    default: '0',
  },
  {
    ...LIMIT,
    name: 'global_max_clients',
    meaning: 'sessions at a time, connected or not; -1 for any number',
    since: '2.1',
    form: { kind: 'integer' },
    default: '-1',
  },
  {
    ...LIMIT,
    name: 'global_max_connections',
    meaning: 'connections at a time; -1 for any number',
    since: '2.1',
    form: { kind: 'integer' },
    default: '-1',
  },
  {
    ...LIMIT,
    name: 'memory_limit',
    meaning: 'bytes of memory for the broker',
    form: { kind: 'integer', min: 0, max: Number.MAX_SAFE_INTEGER },
    default: 'none',
    support: {
      kind: 'no-effect',
      because:
        'memory is bounded by max_queued_messages, max_queued_bytes and global_max_clients, or from outside',
      isMissed: true,
    },
  },
]
