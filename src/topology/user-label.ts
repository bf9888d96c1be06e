/** How messages name users, one or many, and where they are defined. */

import type { SpecPath } from '../diagnostics/diagnostic.ts'
import { quoted } from '../diagnostics/quoted.ts'
import type { User } from './user.ts'

/** `user "alice"`, `device "0001" of fleet "presses"`, `user "bridge-line1-core" of a bridge`. */
export function userLabel({ kind, name, fleet }: User): string {
  if (fleet !== undefined) return `device ${quoted(name)} of fleet "${fleet}"`
  return kind === 'bridge' ? `user ${quoted(name)} of a bridge` : `user ${quoted(name)}`
}

/** The object of the spec that defines a user: for a device its fleet, not its row. */
export function definitionPath({ fleet, path }: User): SpecPath {
  return fleet === undefined ? path : ['fleets', fleet]
}

/** "1 device", "2 devices". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
