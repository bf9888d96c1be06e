/** Password and PSK files of a broker, in pieces, since a fleet's may be large (mosquitto.conf(5)). */

import type { Materials } from '../../pki/materials.ts'
import type { Broker } from '../../topology/broker.ts'
import type { Topology } from '../../topology/topology.ts'
import type { User } from '../../topology/user.ts'
import { confText } from './conf-text.ts'

/** A name that nobody is given, and a hash of 64 zero bytes that no password is known for. */
const LOCKED_ENTRY = `mqttopia-locked:$7$101$AAAAAAAAAAAAAAAA$${Buffer.alloc(64).toString('base64')}\n`

export function usersBy(
  { users }: Topology,
  broker: Broker,
  kind: User['authentication']['kind'],
): readonly User[] {
  return users.filter(({ at, authentication }) => authentication.kind === kind && at.includes(broker))
}

/** Mosquitto takes an empty password file for none, which lets any name in; so it always has one entry. */
export function passwordFile(users: readonly User[], materials: Materials): string {
  const lines = users.map(({ name }) => `${confText(name)}:${confText(materials.passwordHash(name))}\n`)
  return lines.length === 0 ? LOCKED_ENTRY : lines.join('')
}

export function lockedPasswordFile(): string {
  return LOCKED_ENTRY
}

export function pskFile(users: readonly User[], materials: Materials): string {
  return users.map(({ name }) => `${confText(name)}:${confText(materials.psk(name))}\n`).join('')
}
