/** Password and PSK files of a broker (mosquitto.conf(5)). Never empty, and they end with a line break. */

import type { Materials } from '../../pki/materials.ts'
import type { Broker } from '../../topology/broker.ts'
import type { Topology } from '../../topology/topology.ts'
import type { User } from '../../topology/user.ts'
import { confText } from './conf-text.ts'

export function usersBy(
  { users }: Topology,
  broker: Broker,
  kind: User['authentication']['kind'],
): readonly User[] {
  return users.filter(({ at, authentication }) => authentication.kind === kind && at.includes(broker))
}

export function passwordFile(users: readonly User[], materials: Materials): string {
  const lines = users.map(({ name }) => `${confText(name)}:${confText(materials.passwordHash(name))}\n`)
  return `# Usernames and hashes of passwords, written by mqttopia\n${lines.join('')}`
}

/** Without an entry, every username is unknown; without the file, every one would be believed. */
export function emptyPasswordFile(): string {
  return '# Written by mqttopia: nobody here has a username\n'
}

export function pskFile(users: readonly User[], materials: Materials): string {
  const lines = users.map(({ name }) => `${confText(name)}:${confText(materials.psk(name))}\n`)
  return `# Identities and pre-shared keys, written by mqttopia\n${lines.join('')}`
}
