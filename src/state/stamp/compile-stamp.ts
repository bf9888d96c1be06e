/**
 * The stamp of a compile: all that it depended on, and what it would say again. While everything is as the stamp says,
 * there is nothing to do; where only rows of fleets have changed, little. It is never needed, and a damaged one is none.
 */

import { hash } from 'node:crypto'
import { join } from 'node:path'
import { errorCode } from '../../diagnostics/failure.ts'
import { makeCacheFolder, readSummed, replaceSummed } from '../cache-folder.ts'
import type { FileSystem } from '../file-system.ts'
import type { MaterialRecord } from './material-inputs.ts'

/** @typeParam S what the spec was read from, as JSON. */
export interface CompileStamp<S> {
  /** Of everything on the command line that matters, and of the program itself. */
  readonly key: string
  /** Milliseconds since 1970; a clock that shows less has gone back. */
  readonly madeMs: number
  readonly spec: S
  readonly materials: MaterialRecord
  /** Digest of what the output folder is known by. */
  readonly output: string
  /** Brokers run from the output folder. */
  readonly runsHere: boolean
  readonly brokers: readonly { readonly name: string }[]
  /** Nothing was found, so that there is nothing to repeat. */
  readonly isClean: boolean
  /** Nothing was found about materials, and nobody had to wait for any. */
  readonly isSettled: boolean
  /** What a run says that finds everything as it was; with `--check`, the other. */
  readonly report: string
  readonly checkReport: string
}

export interface StampPlace {
  readonly fs: FileSystem
  /** `cache/` in the state folder. */
  readonly folder: string
  /** Absolute path of the output folder. */
  readonly target: string
}

/** The stamp there, if it was made for this `key` and covers the time `nowMs`. */
export function readStamp<S>(place: StampPlace, key: string, nowMs: number): CompileStamp<S> | undefined {
  const stamp = storedStamp<S>(place)
  if (stamp === undefined || stamp.key !== key) return undefined
  return stamp.madeMs <= nowMs && nowMs < stamp.materials.dueMs ? stamp : undefined
}

function storedStamp<S>(place: StampPlace): CompileStamp<S> | undefined {
  const content = readSummed(place.fs, stampFile(place))
  return content && (JSON.parse(content.toString()) as CompileStamp<S>)
}

export function writeStamp<S>(place: StampPlace, stamp: CompileStamp<S>): void {
  try {
    makeCacheFolder(place.fs, place.folder)
    replaceSummed(place.fs, stampFile(place), Buffer.from(JSON.stringify(stamp)))
  } catch (error) {
    // The output is right, and without a stamp the next run takes longer, no more.
    if (errorCode(error) === undefined) throw error
  }
}

function stampFile({ folder, target }: StampPlace): string {
  return join(folder, `${hash('sha256', target).slice(0, 16)}.stamp`)
}
