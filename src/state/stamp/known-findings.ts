/**
 * What the rules found in specs, so that they need not look at them again: it follows from the snapshot of a spec, the
 * program and the time. It is never needed, and what is damaged is nothing.
 */

import { join } from 'node:path'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { errorCode } from '../../diagnostics/failure.ts'
import { readSummed, replaceSummed } from '../cache-folder.ts'
import type { FileSystem } from '../file-system.ts'

export interface KnownFindings {
  /** Of the snapshot, and of the program. */
  readonly digest: string
  /** Milliseconds since 1970: when the rules looked, and until when they would find the same. */
  readonly madeMs: number
  readonly dueMs: number
  readonly found: readonly Diagnostic[]
}

export interface FindingsPlace {
  readonly fs: FileSystem
  /** `cache/` in the state folder. */
  readonly folder: string
}

export function knownFindings(
  place: FindingsPlace,
  digest: string,
  nowMs: number,
): readonly Diagnostic[] | undefined {
  const known = allKnown(place).find((spec) => spec.digest === digest)
  return known !== undefined && known.madeMs <= nowMs && nowMs < known.dueMs ? known.found : undefined
}

/** Whoever edits a spec goes back and forth. */
const mostSpecs = 8
const mostFindings = 1000

/** Does nothing where there is no such folder: it is not worth making a state folder for. */
export function noteFindings(place: FindingsPlace, spec: KnownFindings): void {
  const { fs, folder } = place
  if (!fs.existsSync(folder) || spec.found.length > mostFindings) return
  const others = allKnown(place).filter(({ digest }) => digest !== spec.digest)
  const specs = [spec, ...others].slice(0, mostSpecs)
  try {
    replaceSummed(fs, fileIn(folder), Buffer.from(JSON.stringify(specs)))
  } catch (error) {
    // All that was found is told, and without a note the next run takes longer, no more.
    if (errorCode(error) === undefined) throw error
  }
}

function allKnown({ fs, folder }: FindingsPlace): readonly KnownFindings[] {
  const content = readSummed(fs, fileIn(folder))
  return content === undefined ? [] : (JSON.parse(content.toString()) as readonly KnownFindings[])
}

function fileIn(folder: string): string {
  return join(folder, 'findings')
}
