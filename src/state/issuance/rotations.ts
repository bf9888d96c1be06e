/** The rotations of authorities that the lock file records, and what follows from them for a plan. */

import {
  type AuthorityRotation,
  generationId,
  nextGeneration,
} from '../../pki/issuance/authority-rotation.ts'
import type { Outgoing } from '../../pki/issuance/plan-issuance.ts'
import { wantedCertificates } from '../../pki/issuance/wanted-certificates.ts'
import { authorityCertificateId } from '../../pki/materials.ts'
import type { CertificateRequest } from '../../pki/x509/certificate-request.ts'
import type { Topology } from '../../topology/topology.ts'
import type { User } from '../../topology/user.ts'
import { type MaterialStore, materialStore } from '../store/material-store.ts'
import { type StateUse, useState } from '../store/use-state.ts'

/** What the topology wants for these users and all others, and the next generation of authorities that are being rotated. */
export function allWanted(
  topology: Topology,
  store: MaterialStore,
  users?: Iterable<User>,
): readonly CertificateRequest[] {
  const wanted = wantedCertificates(topology, users)
  const trusted = Array.from(store.rotation.entries(), ([, rotation]) => rotation).filter(
    ({ stage }) => stage === 'trusted',
  )
  return trusted.length === 0
    ? wanted
    : [...wanted, ...trusted.flatMap((rotation) => nextGeneration(rotation, wanted))]
}

/** The authorities with an old key. */
export function outgoingAuthorities(store: MaterialStore): Outgoing {
  const outgoing = new Map<string, OutgoingAuthority>()
  for (const [, { stage, authorities, moved }] of store.rotation.entries()) {
    if (stage !== 'reissuing') continue
    for (const name of authorities) {
      const old = store.certificate(generationId(name, 'previous'))
      if (old === undefined) continue
      const { subject, subjectKeyId, notAfter } = old
      outgoing.set(authorityCertificateId(name), { subject, subjectKeyId, notAfter, moved })
    }
  }
  return outgoing
}

type OutgoingAuthority = Outgoing extends ReadonlyMap<string, infer A> ? A : never

/** Whoever prepares what a build needs is about to compile the files of the stages that rotations are in. */
export function noteCompiled({ rotation }: MaterialStore): void {
  for (const [name, stage] of [...rotation.entries()])
    if (stage.isCompiled !== true) rotation.put(name, { ...stage, isCompiled: true })
}

export interface RunningRotation extends AuthorityRotation {
  /** The one that it began with. */
  readonly authority: string
}

/** Those that the lock file records; the vault is not needed. */
export function readRotations(
  place: Pick<StateUse, 'stateFolder' | 'fs'>,
): Promise<readonly RunningRotation[]> {
  return useState({ ...place, readOnly: true, publicOnly: true }, (state) =>
    Array.from(materialStore(state).rotation.entries(), ([authority, rotation]) => ({
      authority,
      ...rotation,
    })),
  )
}
