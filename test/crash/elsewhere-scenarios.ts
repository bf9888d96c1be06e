/** Requests, signatures and authorities that come and go between mqttopia and others, killed. */

import { writeFileSync } from 'node:fs'
import { small, specOf } from './compile-scenarios.ts'
import type { KillScenario, Place } from './kill-scenario.ts'
import { type StateChange, stateScenario } from './state-scenario.ts'

const [root, key] = ['exported/authority/clients-root.pem', 'exported/authority/clients-root.key.pem']

/** The root of clients as another program would have it, and a user `x` with certificates of profile `other`. */
async function withOther(place: Place, authority: string, profile: string): Promise<void> {
  await place.mqttopia('pki', 'export', 'authority:clients-root', '--key', '-q')
  other(place, authority, profile)
}

function other(place: Place, authority: string, profile: string): void {
  const pki = `pki:\n  authorities: { corp: ${authority} }\n  profiles: { other: ${profile} }\n`
  const user = '  x: { at: hub, auth: { certificate: other }, publish: [x] }\n'
  const spec = specOf(small).replace('brokers:\n', `${pki}brokers:\n`).replace('users:\n', `users:\n${user}`)
  writeFileSync(place.path('topology.yaml'), spec)
}

const external = `{ external: true, certificate: { file: ${root} } }`
const csr = ['pki', 'csr', '--out', 'requests', '-q'] as const
const compile = ['compile', '-q'] as const

const changes: readonly StateChange[] = [
  {
    name: 'requests for an authority elsewhere',
    command: csr,
    async prepare(place) {
      await withOther(place, external, '{ issuer: corp }')
      await place.mqttopia(...compile)
    },
    again: 'the same',
  },
  {
    name: 'signing the request of a device',
    command: ['pki', 'sign', 'requests', '-q'],
    async prepare(place) {
      await withOther(place, external, '{ issuer: corp }')
      await place.mqttopia(...csr)
      other(place, external, '{ issuer: clients, csr: true }')
      await place.mqttopia(...compile)
    },
    again: 'the same',
  },
  {
    name: 'taking over an authority',
    command: ['pki', 'import', root, key, '--as', 'authority:corp', '-q'],
    prepare: (place) => withOther(place, '{}', '{ issuer: corp }'),
    again: 'the same',
  },
]

export const elsewhereScenarios: readonly KillScenario[] = changes.map(stateScenario)
