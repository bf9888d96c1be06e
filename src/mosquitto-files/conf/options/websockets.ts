/** Options of mosquitto.conf(5) for WebSockets. */

import { type ConfOption, SUPPORTED } from '../conf-option.ts'

export const websocketOptions: readonly ConfOption[] = [
  {
    name: 'websockets_origin',
    meaning: 'web pages of this origin may connect; without one, those of all',
    since: '2.1',
    scope: 'listener',
    form: { kind: 'text' },
    default: 'all',
    withoutListener: 'refused',
    repeated: 'adds',
    support: SUPPORTED,
    reloads: true,
  },
  {
    name: 'websockets_log_level',
    meaning: 'what the library libwebsockets logs',
    since: '2.0',
    scope: 'broker',
    form: { kind: 'integer' },
    default: '0',
    support: { kind: 'no-effect', because: 'the library is not used here', isMissed: false },
    reloads: true,
  },
]
