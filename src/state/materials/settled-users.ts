/** The users about whom nothing is to be done, since the last compile has settled it and nothing has changed. */

import type { IssuanceStep } from '../../pki/issuance/issuance-step.ts'
import { userCertificateId, usernameOf } from '../../pki/materials.ts'
import type { CertificateRequest } from '../../pki/x509/certificate-request.ts'
import type { KeptCertificate } from '../../plan/certificate-changes.ts'
import type { User, UserSet } from '../../topology/user.ts'
import type { FileSystem } from '../file-system.ts'
import { type MaterialRecord, materialsWouldDiffer } from '../stamp/material-inputs.ts'
import type { MaterialStore } from '../store/material-store.ts'

/** What a compile left behind, where only rows of fleets have changed in the spec since. */
export interface EarlierMaterials {
  /** Nothing was found when they were prepared, and no certificate awaited. */
  readonly record: MaterialRecord
  /** The users of the topology that may be others than they were. */
  readonly fresh: readonly User[]
  /** Names of users that there are no more. */
  readonly gone: readonly string[]
}

interface Place {
  readonly fs: FileSystem
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stateFolder: string
}

/** Whether the materials of all users but the fresh ones are there. Call it while the state folder is ours. */
export function isSettled({ record }: EarlierMaterials, place: Place): boolean {
  return !materialsWouldDiffer(record, place)
}

/** Users of the topology who are not fresh. */
export function settledUsers({ fresh }: EarlierMaterials): UserSet {
  const others = new Set(fresh)
  return { has: (user) => !others.has(user) }
}

export const nobodySettled = {
  settled: new Set<User>(),
  settledCertificates: (): KeptCertificate[] => [],
} as const

/** Of the users who are settled, by id: those that are stored for them. */
export function* settledCertificates(
  users: readonly User[],
  { fresh }: EarlierMaterials,
  { certificate }: Pick<MaterialStore, 'certificate'>,
): Generator<KeptCertificate> {
  const others = new Set(fresh)
  for (const user of users) {
    if (user.authentication.kind !== 'certificate' || others.has(user)) continue
    const id = userCertificateId(user.name)
    const fingerprint = certificate(id)?.fingerprint
    if (fingerprint !== undefined) yield { id, fingerprint }
  }
}

export function countSettledCertificates(users: readonly User[], { fresh }: EarlierMaterials): number {
  return countCertificates(users) - countCertificates(fresh)
}

function countCertificates(users: readonly User[]): number {
  let count = 0
  for (const { authentication } of users) if (authentication.kind === 'certificate') count += 1
  return count
}

/** Ids of the certificates that may be stored, and about which something may be to be done. */
export function unsettledIds(
  wanted: readonly CertificateRequest[],
  { gone }: EarlierMaterials,
): ReadonlySet<string> {
  return new Set([...wanted.map(({ id }) => id), ...gone.map(userCertificateId)])
}

/** True where something is to be done about a broker or an authority: their clients have to be looked at then. */
export function unsettles(steps: readonly IssuanceStep[]): boolean {
  return steps.some(({ do: what, id }) => !['keep', 'retire'].includes(what) && usernameOf(id) === undefined)
}
