/** Options of mosquitto.conf(5) for what outlives the broker. */

import { type ConfOption, type ConfSupport, SUPPORTED } from '../conf-option.ts'

const PERSISTENCE = { scope: 'broker', since: '2.0', support: SUPPORTED, reloads: false } as const
const AT_ONCE: ConfSupport = {
  kind: 'no-effect',
  because: 'with persistence, everything is on disk before it is acknowledged',
  isMissed: false,
}

export const persistenceOptions: readonly ConfOption[] = [
  {
    ...PERSISTENCE,
    name: 'persistence',
    aliases: ['retained_persistence'],
    meaning: 'sessions, retained and queued messages outlive the broker',
    form: { kind: 'boolean' },
    default: 'false',
  },
  {
    ...PERSISTENCE,
    name: 'persistence_file',
    meaning: 'names the store within its folder; Mosquitto’s own file is neither read nor changed',
    form: { kind: 'text' },
    default: 'mosquitto.db',
    repeated: 'refused',
  },
  {
    ...PERSISTENCE,
    name: 'persistence_location',
    meaning: 'folder of the store; the variable `MOSQUITTO_PERSISTENCE_LOCATION` wins over it',
    form: { kind: 'text' },
    default: 'the folder in which the broker runs',
    repeated: 'refused',
  },
  {
    ...PERSISTENCE,
    name: 'autosave_interval',
    meaning: 'seconds between dumps to disk, or changes with `autosave_on_changes`',
    form: { kind: 'integer', floor: 0 },
    default: '1800',
    support: AT_ONCE,
  },
  {
    ...PERSISTENCE,
    name: 'autosave_on_changes',
    meaning: '`autosave_interval` counts changes',
    form: { kind: 'boolean' },
    default: 'false',
    support: AT_ONCE,
  },
]
