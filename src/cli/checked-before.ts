/** Spares the rules a look at a large spec in which an earlier run has found nothing. */

import { dirname, join } from 'node:path'
import { nextFinding } from '../check/next-finding.ts'
import type { Compilation } from '../compile.ts'
import { digestText } from '../files/digest.ts'
import { nodeFileSystem } from '../state/file-system.ts'
import { programFacts } from '../state/package-files.ts'
import { isChecked, noteChecked } from '../state/stamp/checked-specs.ts'
import type { ResolvableSpec } from '../topology/resolution.ts'
import type { Topology } from '../topology/topology.ts'
import { snapshotText } from '../topology/topology-snapshot.ts'
import { VERSION } from './version.ts'

/** With fewer users, looking is as fast as remembering. */
const MANY_USERS = 1000

export interface CheckedBefore {
  /** For the compiler. */
  readonly isChecked: (input: ResolvableSpec, topology: Topology) => boolean
  /** Call it with what came out. */
  readonly note: (compilation: Compilation) => void
}

/**
 * @param path of the spec, as the compiler gets it
 * @param stateFolder where it is remembered, if there is one
 */
export function checkedBefore(path: string, stateFolder: string, now: Date): CheckedBefore {
  const fs = nodeFileSystem
  const place = { fs, folder: join(stateFolder, 'cache') }
  const folder = dirname(path)
  let [digest, isKnown] = ['', false]
  return {
    isChecked(input, { users }) {
      if (users.length < MANY_USERS || !fs.existsSync(place.folder)) return false
      digest = digestText(`${VERSION} ${programFacts()} ${snapshotText({ input, runsHere: false }, folder)}`)
      isKnown = isChecked(place, digest, now.getTime())
      return isKnown
    },
    note({ topology, diagnostics }) {
      if (digest === '' || isKnown || topology === undefined || diagnostics.length > 0) return
      const dueMs = nextFinding(topology, now)?.getTime() ?? Number.MAX_SAFE_INTEGER
      noteChecked(place, { digest, madeMs: now.getTime(), dueMs })
    },
  }
}
