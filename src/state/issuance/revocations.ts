/** Which certificates are revoked: those that the spec lists, and those that the lock file records. */

import type { Authority } from '../../topology/authority.ts'
import type { MaterialStore } from '../store/material-store.ts'

export interface RevokedSerial {
  readonly serial: string
  readonly reason: string
  /** ISO 8601, a day or a time. Absent: the day of the first list that has it. */
  readonly date?: string
}

/** The only reason that can be taken back (RFC 5280 5.3.1): a certificate on hold is not replaced. */
export const onHold = 'certificateHold'

/** By name of the authority, each in order of serial number. Where both say something, the spec is right. */
export function revocations(
  authorities: readonly Authority[],
  store: Pick<MaterialStore, 'revocation'>,
): ReadonlyMap<string, readonly RevokedSerial[]> {
  const byAuthority = new Map(authorities.map(({ name }) => [name, new Map<string, RevokedSerial>()]))
  for (const [serial, { authority, reason, date }] of store.revocation.entries())
    byAuthority.get(authority)?.set(serial, { serial, reason, date })
  for (const { name, revoked } of authorities)
    for (const revocation of revoked) byAuthority.get(name)?.set(revocation.serial, revocation)
  return new Map(Array.from(byAuthority, ([name, serials]) => [name, inOrder([...serials.values()])]))
}

function inOrder(revoked: readonly RevokedSerial[]): readonly RevokedSerial[] {
  return revoked.toSorted((a, b) => (a.serial < b.serial ? -1 : 1))
}

/** Reason by serial number. Numbers of 158 random bits are unique without the name of their issuer. */
export function revokedSerials(
  authorities: readonly Authority[],
  store: Pick<MaterialStore, 'revocation'>,
): ReadonlyMap<string, string> {
  const lists = [...revocations(authorities, store).values()].flat()
  return new Map(lists.map(({ serial, reason }) => [serial, reason]))
}
