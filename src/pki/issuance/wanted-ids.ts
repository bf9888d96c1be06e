/** The ids of the certificates that a topology needs, where nobody asks what is in them. */

import type { Topology } from '../../topology/topology.ts'
import { userCertificateId } from '../materials.ts'
import { wantedCertificates } from './wanted-certificates.ts'

export interface WantedIds {
  readonly size: number
  readonly has: (id: string) => boolean
}

export function wantedIds(topology: Topology): WantedIds {
  const ofOthers = new Set(wantedCertificates({ ...topology, users: [] }).map(({ id }) => id))
  const certified = topology.users.filter(({ authentication }) => authentication.kind === 'certificate')
  let ofUsers: ReadonlySet<string> | undefined
  return {
    size: ofOthers.size + certified.length,
    has(id) {
      ofUsers ??= new Set(certified.map(({ name }) => userCertificateId(name)))
      return ofOthers.has(id) || ofUsers.has(id)
    },
  }
}
