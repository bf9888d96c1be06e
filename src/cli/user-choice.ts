/** Users that a command line chooses, in the words of policies: `user:NAME`, `fleet:NAME`, `group:NAME`. */

import { InvalidArgumentError } from 'commander'
import type { Topology } from '../topology/topology.ts'
import type { User } from '../topology/user.ts'
import { noSuch } from './usage-error.ts'

const KINDS = ['user', 'fleet', 'group'] as const

export interface UserChoice {
  readonly kind: (typeof KINDS)[number]
  readonly name: string
}

/** A parser for commander, of a repeatable option. */
export function parseUserChoice(text: string, before: readonly UserChoice[] = []): readonly UserChoice[] {
  const [, word, name = ''] = /^(\w+):(.+)$/.exec(text) ?? []
  const kind = KINDS.find((known) => known === word)
  if (kind !== undefined) return [...before, { kind, name }]
  throw new InvalidArgumentError('Users are chosen as user:NAME, fleet:NAME or group:NAME.')
}

/** @throws UsageError when one of the choices names nobody. */
export function userChooser({ users }: Topology, choices: readonly UserChoice[]): (user: User) => boolean {
  for (const { kind, name } of choices) {
    const known = new Set(users.flatMap((user) => namesOf(user, kind)))
    if (!known.has(name)) throw noSuch(kind, name, [...known])
  }
  return (user) => choices.some(({ kind, name }) => namesOf(user, kind).includes(name))
}

function namesOf({ name, fleet, groups }: User, kind: UserChoice['kind']): readonly string[] {
  if (kind === 'user') return [name]
  if (kind === 'group') return groups
  return fleet === undefined ? [] : [fleet]
}
