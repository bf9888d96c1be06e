import type { Topology } from '../topology/topology.ts'
import type { User } from '../topology/user.ts'
import { noSuch } from './usage-error.ts'

/** @throws UsageError when there is no such user. */
export function userNamed({ users }: Topology, name: string): User {
  const found = users.find((user) => user.name === name)
  if (found !== undefined) return found
  throw noSuch(
    'user',
    name,
    users.map((user) => user.name),
  )
}
