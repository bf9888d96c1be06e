/** Options of mosquitto.conf(5) for the log. */

import { type ConfOption, SUPPORTED } from '../conf-option.ts'

const LOGGING = { scope: 'broker', since: '2.0', support: SUPPORTED, reloads: true } as const

export const loggingOptions: readonly ConfOption[] = [
  {
    ...LOGGING,
    name: 'log_dest',
    meaning:
      'where the log goes: none, stdout, stderr, syslog (to stderr here), topic, file, dlt (nowhere here)',
    form: { kind: 'words', pattern: 'none | stdout | stderr | syslog | topic | file FILE | dlt' },
    default: 'stderr',
    repeated: 'adds',
  },
  {
    ...LOGGING,
    name: 'log_type',
    meaning: 'what is logged; `-v` and `-q` win',
    form: {
      kind: 'word',
      words: [
        'none',
        'information',
        'notice',
        'warning',
        'error',
        'debug',
        'subscribe',
        'unsubscribe',
        'internal',
        'websockets',
        'all',
      ],
    },
    default: 'error, warning, notice and information',
    repeated: 'adds',
  },
  {
    ...LOGGING,
    name: 'log_facility',
    meaning: 'number of the facility `LOCAL0` to `LOCAL7` in the log of the system',
    form: { kind: 'integer', min: 0, max: 7 },
    default: 'DAEMON',
    support: {
      kind: 'no-effect',
      because: 'the log goes to the standard error stream instead, where systemd collects it',
      isMissed: false,
    },
  },
  {
    ...LOGGING,
    name: 'log_timestamp',
    meaning: 'starts lines with the time',
    form: { kind: 'boolean' },
    default: 'true',
  },
  {
    ...LOGGING,
    name: 'log_timestamp_format',
    meaning: 'how the time is written, for `strftime`',
    form: { kind: 'text' },
    default: 'seconds since 1970',
    repeated: 'refused',
  },
  {
    ...LOGGING,
    name: 'connection_messages',
    meaning: 'logs who comes and goes',
    form: { kind: 'boolean' },
    default: 'true',
  },
]
