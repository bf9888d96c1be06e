/**
 * Which specs were checked, and nothing was found: the rules need not look at them again. Findings follow from what the
 * snapshot of a spec says, the program and the time. It is never needed, and a damaged one is none.
 */

import { join } from 'node:path'
import { errorCode } from '../../diagnostics/failure.ts'
import { readSummed, replaceSummed } from '../cache-folder.ts'
import type { FileSystem } from '../file-system.ts'

export interface CheckedSpec {
  /** Of its snapshot, and of the program. */
  readonly digest: string
  /** Milliseconds since 1970: when it was checked, and until when nothing would be found. */
  readonly madeMs: number
  readonly dueMs: number
}

export interface CheckedPlace {
  readonly fs: FileSystem
  /** `cache/` in the state folder. */
  readonly folder: string
}

export function isChecked(place: CheckedPlace, digest: string, nowMs: number): boolean {
  const known = checkedSpecs(place).find((spec) => spec.digest === digest)
  return known !== undefined && known.madeMs <= nowMs && nowMs < known.dueMs
}

/** Whoever edits a spec goes back and forth. */
const mostSpecs = 8

/** Does nothing where there is no such folder: it is not worth making a state folder for. */
export function noteChecked(place: CheckedPlace, spec: CheckedSpec): void {
  const { fs, folder } = place
  if (!fs.existsSync(folder)) return
  const others = checkedSpecs(place).filter(({ digest }) => digest !== spec.digest)
  const specs = [spec, ...others].slice(0, mostSpecs)
  try {
    replaceSummed(fs, fileIn(folder), Buffer.from(JSON.stringify(specs)))
  } catch (error) {
    // The spec was checked, and without a note the next run takes longer, no more.
    if (errorCode(error) === undefined) throw error
  }
}

function checkedSpecs({ fs, folder }: CheckedPlace): readonly CheckedSpec[] {
  const content = readSummed(fs, fileIn(folder))
  return content === undefined ? [] : (JSON.parse(content.toString()) as readonly CheckedSpec[])
}

function fileIn(folder: string): string {
  return join(folder, 'checked')
}
