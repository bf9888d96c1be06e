/** Spares the rules a look at a large spec that they have looked at before. */

import { dirname, join } from 'node:path'
import { isByClock, nextFinding } from '../check/next-finding.ts'
import type { CompileOptions } from '../compile.ts'
import type { Diagnostic, Place } from '../diagnostics/diagnostic.ts'
import { digestText } from '../files/digest.ts'
import { nodeFileSystem } from '../state/file-system.ts'
import { knownFindings, noteFindings } from '../state/stamp/known-findings.ts'
import { snapshotText } from '../topology/topology-snapshot.ts'
import { programIdentity } from './version.ts'

/** With fewer users, looking is as fast as remembering. */
const MANY_USERS = 1000

/**
 * @param path of the spec, as the compiler gets it
 * @param stateFolder where they are remembered, if there is one
 */
export function rememberedFindings(
  path: string,
  stateFolder: string,
  now: Date,
): NonNullable<CompileOptions['findings']> {
  const fs = nodeFileSystem
  const place = { fs, folder: join(stateFolder, 'cache') }
  return (input, topology, look) => {
    if (topology.users.length < MANY_USERS || !fs.existsSync(place.folder)) return look()
    const folder = dirname(path) // findings name files as the spec was named
    const text = snapshotText({ input, runsHere: false }, folder)
    const digest = digestText(`${programIdentity()} ${folder}\n${text}`)
    const known = knownFindings(place, digest, now.getTime())
    if (known !== undefined) return known
    const found = look()
    const dueMs = nextFinding(topology, now)?.getTime() ?? Number.MAX_SAFE_INTEGER
    if (found.every(isLasting)) noteFindings(place, { digest, madeMs: now.getTime(), dueMs, found })
    return found
  }
}

/** It is about places that have a path, and not by the clock. */
function isLasting(diagnostic: Diagnostic): boolean {
  const { at, related = [] } = diagnostic
  const places: readonly Place[] = [at, ...related.map((other) => other.at)]
  return !isByClock(diagnostic) && places.every((place) => 'path' in place)
}
