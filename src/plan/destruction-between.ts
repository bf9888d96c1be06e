/** What goes when one topology takes the place of another, whatever has been issued. */

import { wantedCertificates } from '../pki/issuance/wanted-certificates.ts'
import type { Spec } from '../spec/generated/spec.ts'
import type { Topology } from '../topology/topology.ts'
import { changesOfRequests, revocations } from './certificate-changes.ts'
import { destructionOf } from './destruction.ts'
import type { Destruction } from './plan.ts'
import { userChanges } from './user-changes.ts'

export interface DestructionSide {
  readonly spec: Spec
  readonly topology: Topology
}

export function destructionBetween(
  before: DestructionSide,
  after: DestructionSide,
  environment: string | undefined,
): Destruction {
  const [old, now] = [before.topology, after.topology]
  const wanted = wantedCertificates(old)
  return destructionOf({
    ...{ before: before.spec, after: after.spec, environment },
    users: userChanges(old.users, now.users),
    certificates: [...changesOfRequests(wanted, wantedCertificates(now)), ...revocations(old, now)],
    userCount: old.users.length,
    certificateCount: wanted.length,
  })
}
