/** The certificates that are in use now, from the lock file alone. */

import type { Topology } from '../../topology/topology.ts'
import { nodeFileSystem } from '../file-system.ts'
import { materialStore } from '../store/material-store.ts'
import { type StateUse, useState } from '../store/use-state.ts'
import { allWanted } from './rotations.ts'

export interface CertificateInUse {
  readonly id: string
  /** SHA-256 in hexadecimal. */
  readonly fingerprint: string
}

/** Those that the topology wants; `undefined` where there is no state folder. */
export async function certificatesInUse(
  topology: Topology,
  { stateFolder, fs = nodeFileSystem }: Pick<StateUse, 'stateFolder' | 'fs'>,
): Promise<readonly CertificateInUse[] | undefined> {
  if (!fs.existsSync(stateFolder)) return undefined
  return useState({ stateFolder, fs, readOnly: true, publicOnly: true }, (state) => {
    const store = materialStore(state)
    return allWanted(topology, store).flatMap(({ id }) => {
      const certificate = store.certificate(id)
      return certificate === undefined ? [] : [{ id, fingerprint: certificate.fingerprint }]
    })
  })
}
