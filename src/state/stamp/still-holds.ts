/** Whether a stamp still describes what is there, looked at under the locks that a compile takes. */

import { errorCode } from '../../diagnostics/failure.ts'
import type { FileSystem } from '../file-system.ts'
import { isKnownBy } from '../folder-facts.ts'
import { holdLock } from '../hold-lock.ts'
import { beginSwap } from '../output/output-swap.ts'
import type { OnProgress } from '../progress.ts'
import type { CompileStamp } from './compile-stamp.ts'
import { materialsWouldDiffer } from './material-inputs.ts'

export interface StampedPlaces {
  readonly fs: FileSystem
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute. */
  readonly stateFolder: string
  /** Absolute path of the output folder. */
  readonly target: string
  /** Nothing is going to be written: the output is not locked. */
  readonly check: boolean
  readonly onProgress: OnProgress
}

/** False too where that cannot be found out: a compile finds out why. */
export async function stillHolds<S>(
  stamp: CompileStamp<S>,
  places: StampedPlaces,
  isSpecSame: (spec: S) => Promise<boolean>,
): Promise<boolean> {
  try {
    return (await inputsHold(stamp, places, isSpecSame)) && (await outputHolds(stamp, places))
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    return false
  }
}

async function inputsHold<S>(
  { spec, materials }: CompileStamp<S>,
  { fs, env, stateFolder, onProgress }: StampedPlaces,
  isSpecSame: (spec: S) => Promise<boolean>,
): Promise<boolean> {
  if (!fs.existsSync(stateFolder)) return false
  const onWait = (holder: string) =>
    onProgress({ phase: 'waiting', done: 0, note: `${holder} uses ${stateFolder}` })
  const held = await holdLock(stateFolder, { fs, onWait })
  try {
    return (await isSpecSame(spec)) && !materialsWouldDiffer(materials, { fs, env, stateFolder })
  } finally {
    held.release()
  }
}

async function outputHolds<S>(
  { output }: CompileStamp<S>,
  { fs, target, check, onProgress }: StampedPlaces,
): Promise<boolean> {
  const onWait = (holder: string) =>
    onProgress({ phase: 'waiting', done: 0, note: `${holder} writes ${target}` })
  const swap = check ? undefined : await beginSwap(target, fs, onWait)
  try {
    return isKnownBy(output, fs, target)
  } finally {
    swap?.end()
  }
}
