/** Which authorities a listener trusts where it does not say: those that issue for who connects. */

import type { Authority } from '../authority.ts'
import type { NameTable } from '../name-table.ts'
import { sortedByName } from '../sorted.ts'
import { firstsOf } from '../stretches.ts'
import type { User } from '../user.ts'

/** The empty trust list of a listener; filled by {@link fillTrust} before anybody reads it. */
export interface OpenTrust {
  readonly broker: string
  readonly trust: Authority[]
}

const DEFAULT_AUTHORITY = 'clients'

/** Fills each list with the issuers of the broker's users, or with `clients` where nobody has a certificate. */
export function fillTrust(
  openTrust: readonly OpenTrust[],
  users: readonly User[],
  authorities: NameTable<Authority>,
): void {
  if (openTrust.length === 0) return
  const issuers = issuersByBroker(users)
  const fallback = authorities.values.get(DEFAULT_AUTHORITY)
  for (const { broker, trust } of openTrust) {
    const found = issuers.get(broker) ?? (fallback === undefined ? [] : [fallback])
    trust.push(...sortedByName(found))
  }
}

function issuersByBroker(users: readonly User[]): Map<string, Set<Authority>> {
  const issuers = new Map<string, Set<Authority>>()
  for (const { authentication, at } of firstsOf(users)) {
    if (authentication.kind !== 'certificate') continue
    for (const { name } of at) {
      const ofBroker = issuers.get(name) ?? new Set()
      issuers.set(name, ofBroker.add(authentication.profile.issuer))
    }
  }
  return issuers
}
