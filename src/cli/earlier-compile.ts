/** The last compile into an output folder, as the next one can go on from it. */

import { join } from 'node:path'
import { errorCode } from '../diagnostics/failure.ts'
import { isKnownBy } from '../state/folder-facts.ts'
import { readStamp } from '../state/stamp/compile-stamp.ts'
import type { MaterialRecord } from '../state/stamp/material-inputs.ts'
import { SNAPSHOT_FILE } from '../topology/topology-snapshot.ts'
import type { SpecRecord } from './spec-inputs.ts'
import type { StampedPlace } from './stamped-place.ts'

export interface EarlierCompile {
  /** The text of what it was compiled from. */
  readonly snapshot: string
  /** For brokers that run from the output folder. */
  readonly runsHere: boolean
  /** What the output is known by since. */
  readonly output: string
  /** Nothing was found wrong. */
  readonly isClean: boolean
  /** What its materials were made from; absent where there was something to say of them. */
  readonly materials?: MaterialRecord
}

/** `undefined` where somebody has touched the output since, or something is due by `now`. */
export function earlierCompile(place: StampedPlace, now: Date): EarlierCompile | undefined {
  const { fs, key, target } = place
  const stamp = readStamp<SpecRecord>(place, key, now.getTime())
  if (stamp === undefined) return undefined
  const { isClean, isSettled, materials, output, runsHere } = stamp
  try {
    if (!isKnownBy(output, fs, target)) return undefined
    const snapshot = fs.readFileSync(join(target, SNAPSHOT_FILE), 'utf8')
    return { snapshot, runsHere, output, isClean, ...(isSettled ? { materials } : {}) }
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    return undefined
  }
}
