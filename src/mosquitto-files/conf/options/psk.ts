/** Options of mosquitto.conf(5) for TLS with pre-shared keys, on one listener. */

import { type ConfOption, SUPPORTED } from '../conf-option.ts'

export const pskOptions: readonly ConfOption[] = [
  {
    name: 'psk_hint',
    meaning: 'turns on TLS with pre-shared keys, and tells clients which key is meant; TLS 1.3 is off',
    since: '2.0',
    scope: 'listener',
    form: { kind: 'text' },
    withoutListener: 'default-listener',
    repeated: 'refused',
    support: SUPPORTED,
    reloads: true,
  },
]
