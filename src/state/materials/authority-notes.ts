/** What whoever plans a change of authorities should know, as the lock file has it before the change. */

import type { AuthorityNotes, ListNote } from '../../plan/plan.ts'
import type { Topology } from '../../topology/topology.ts'
import { listStatus } from '../issuance/revocation-lists.ts'
import type { MaterialStore } from '../store/material-store.ts'

/** Revocation lists that end, where a listener looks at them, and authorities with two keys. */
export function authorityNotes(topology: Topology, store: MaterialStore, now: Date): AuthorityNotes {
  const lists = listStatus(topology, store, now).flatMap(
    ({ authority = '', usedBy, state, because, notAfter }): ListNote[] => {
      if (usedBy === '' || notAfter === undefined || state === 'ok' || because === 'revocations-changed')
        return []
      return [{ authority, ends: notAfter.toISOString(), hasEnded: state === 'expired' }]
    },
  )
  const rotations = Array.from(store.rotation.entries(), ([authority, { stage, moved }]) => ({
    ...{ authority, stage, moved },
  }))
  return { lists, rotations }
}
