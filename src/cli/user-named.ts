import { quoted } from '../diagnostics/quoted.ts'
import type { Topology } from '../topology/topology.ts'
import type { User } from '../topology/user.ts'
import { noSuch, UsageError } from './usage-error.ts'

/** @throws UsageError when there is no such user. */
export function userNamed({ users }: Topology, name: string): User {
  const found = users.find((user) => user.name === name)
  if (found !== undefined) return found
  const [kind, of] = name.split(':', 2)
  const one = kind === 'fleet' ? users.find(({ fleet }) => fleet === of) : undefined
  if (one !== undefined)
    throw new UsageError(`name one device of fleet ${quoted(of ?? '')}, such as ${quoted(one.name)}`)
  throw noSuch(
    'user',
    name,
    users.map((user) => user.name),
  )
}
