/** Changes to certificates, passwords and authorities that are killed. */

import { divideLock } from '../state/support/divided-lock.ts'
import type { KillScenario } from './kill-scenario.ts'
import { type StateChange, stateScenario } from './state-scenario.ts'

const stage = ['pki', 'rotation', 'next', '--installed', '-q'] as const
const compile = ['compile', '-q'] as const
const staged = ['pki', 'rotate', 'authority:clients-root', '--staged', '-q'] as const

const changes: readonly StateChange[] = [
  { name: 'a renewal', command: ['pki', 'renew', 'fleet:f', 'broker:hub', '-q'], again: 'the same' },
  { name: 'new keys and passwords', command: ['pki', 'rotate', '--all', '-q'], again: 'the same' },
  {
    name: 'new keys and passwords, with a lock file in parts',
    command: ['pki', 'rotate', '--all', '-q'],
    prepare: (place) => divideLock(place.path('.mqttopia')),
    again: 'the same',
  },
  { name: 'a revocation', command: ['pki', 'revoke', 'user:d1', '-q'], again: 'the same' },
  {
    name: 'a new key of an authority, at once',
    command: ['pki', 'rotate', 'authority:clients-root', '--at-once', '-q'],
    again: 'the same',
  },
  {
    name: 'a new key of an authority, in stages',
    command: staged,
    again: /"clients-root" is being rotated already/,
  },
  {
    name: 'the stage that issues by the new key',
    command: stage,
    async prepare(place) {
      await place.mqttopia(...staged)
      await place.mqttopia(...compile)
    },
    again: /have not been compiled yet/,
  },
  {
    name: 'the stage that drops the old key',
    command: stage,
    async prepare(place) {
      for (const argv of [staged, compile, stage, compile]) await place.mqttopia(...argv)
    },
    again: /no authority is being rotated/,
  },
]

export const certificateScenarios: readonly KillScenario[] = changes.map(stateScenario)
