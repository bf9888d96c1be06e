/** Changes to how the vault is kept that are killed: every secret stays what it was. */

import { writeFileSync } from 'node:fs'
import { ann, ben } from '../state/support/age-identities.ts'
import { IDENTITY, type KillScenario, type Place } from './kill-scenario.ts'
import { type StateChange, stateScenario } from './state-scenario.ts'

function identify(place: Place): void {
  writeFileSync(place.path(IDENTITY), `${ann.identity}\n`, { mode: 0o600 })
}

function encrypt(...recipients: readonly string[]): readonly string[] {
  return ['vault', 'encrypt', '-q', ...recipients.flatMap((text) => ['--recipient', text])]
}

/** Encrypted for `recipients`. */
function encrypted(...recipients: readonly string[]): (place: Place) => Promise<void> {
  return async (place) => {
    identify(place)
    await place.mqttopia(...encrypt(...recipients))
  }
}

const changes: readonly StateChange[] = [
  {
    name: 'vault encrypt',
    command: encrypt(ann.recipient),
    prepare: identify,
    again: /is encrypted already/,
  },
  {
    name: 'vault encrypt, with a new identity',
    command: ['vault', 'encrypt', '-q', '--generate-identity', IDENTITY],
    again: /is encrypted already/,
  },
  {
    name: 'vault decrypt',
    command: ['vault', 'decrypt', '-q'],
    prepare: encrypted(ann.recipient),
    again: /is not encrypted/,
  },
  {
    name: 'vault recipients add',
    command: ['vault', 'recipients', 'add', ben.recipient, '-q'],
    prepare: encrypted(ann.recipient),
    again: /already/,
  },
  {
    name: 'vault recipients remove',
    command: ['vault', 'recipients', 'remove', ben.recipient, '-q'],
    prepare: encrypted(ann.recipient, ben.recipient),
    again: /no recipient|there is no/,
  },
]

export const vaultScenarios: readonly KillScenario[] = changes.map(stateScenario)
