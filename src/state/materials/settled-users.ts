/** The users about whom nothing is to be done, since the last compile has settled it and nothing has changed. */

import type { IssuanceStep } from '../../pki/issuance/issuance-step.ts'
import { userCertificateId, usernameOf } from '../../pki/materials.ts'
import type { User } from '../../topology/user.ts'
import type { FileSystem } from '../file-system.ts'
import { type MaterialRecord, materialsWouldDiffer } from '../stamp/material-inputs.ts'

/** What a compile left behind, where only rows of fleets have changed in the spec since. */
export interface EarlierMaterials {
  readonly record: MaterialRecord
  /** Those of the topology that are what they were. No certificate was awaited. */
  readonly users: ReadonlySet<User>
}

export interface SettledUsers {
  readonly users: ReadonlySet<User>
  /** Of their certificates. */
  readonly ids: ReadonlySet<string>
  /** When something about one of them may be due. */
  readonly dueMs: number
}

export const nobodySettled: SettledUsers = {
  users: new Set(),
  ids: new Set(),
  dueMs: Number.MAX_SAFE_INTEGER,
}

/** Call it while the state folder is ours. */
export function settledUsers(
  { record, users }: EarlierMaterials,
  place: {
    readonly fs: FileSystem
    readonly env: Readonly<Record<string, string | undefined>>
    readonly stateFolder: string
  },
): SettledUsers {
  if (users.size === 0 || materialsWouldDiffer(record, place)) return nobodySettled
  const ids = new Set<string>()
  for (const { name, authentication } of users)
    if (authentication.kind === 'certificate') ids.add(userCertificateId(name))
  return { users, ids, dueMs: record.dueMs }
}

/** True where something is to be done about a broker or an authority: their clients have to be looked at then. */
export function unsettles(steps: readonly IssuanceStep[]): boolean {
  return steps.some(({ do: what, id }) => !['keep', 'retire'].includes(what) && usernameOf(id) === undefined)
}
