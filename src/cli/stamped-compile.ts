/** A compile that may end before it begins, where nothing has changed since the last one, as its stamp says; or go on from it. */

import type { OnProgress } from '../state/progress.ts'
import { type CompileStamp, readStamp, writeStamp } from '../state/stamp/compile-stamp.ts'
import { type MaterialInputs, materialInputs } from '../state/stamp/material-inputs.ts'
import { stillHolds } from '../state/stamp/still-holds.ts'
import { type CompileFacts, compileReport } from './compile-report.ts'
import { type EarlierCompile, earlierCompile } from './earlier-compile.ts'
import type { Host } from './host.ts'
import { haveChanged, SpecInputs, type SpecRecord } from './spec-inputs.ts'
import { type StampedOptions, type StampedPlace, stampedPlace } from './stamped-place.ts'

type Stamp = CompileStamp<SpecRecord>

/** How many findings there were. */
export interface FoundCounts {
  readonly spec: number
  readonly materials: number
}

export interface StampedCompile {
  /** The host to compile with: its reader remembers. */
  readonly host: Host
  readonly inputs: MaterialInputs
  readonly onDigest: (digest: string) => void
  /** The last compile, if another one would find everything as it was. */
  readonly recall: (onProgress: OnProgress) => Promise<Stamp | undefined>
  /** The last compile, if its output is still there. */
  readonly earlier: () => EarlierCompile | undefined
  /** Call it after a compile. */
  readonly remember: (facts: CompileFacts, found: FoundCounts) => void
}

/** @throws Failure when there is no spec, or the output cannot be where it shall. */
export function stampedCompile(
  given: Host,
  path: string | undefined,
  { check, root = false, ...options }: StampedOptions & { readonly root?: boolean; readonly check: boolean },
): StampedCompile {
  const { cwd, env } = given
  const now = given.now() // one time for all that a compile decides
  const reader = new SpecInputs(given.reader, cwd)
  const host = { ...given, reader, now: () => now }
  const inputs = materialInputs()
  const place = stampedPlace(host, path, options)
  let output: string | undefined
  return {
    ...{ host, inputs },
    onDigest(digest) {
      output = digest
    },
    async recall(onProgress) {
      const stamp = readStamp<SpecRecord>(place, place.key, now.getTime())
      const places = { ...place, env, check, onProgress }
      const isSame = async (read: SpecRecord) => !(await haveChanged(read, given.reader))
      if (stamp?.runsHere !== root || !stamp.isClean) return undefined
      return (await stillHolds(stamp, places, isSame)) ? stamp : undefined
    },
    earlier: () => earlierCompile(place, now),
    remember: (facts, found) => remember(facts, found, place),
  }

  function remember(facts: CompileFacts, found: FoundCounts, { key }: StampedPlace): void {
    const [read, materials] = [reader.record(), inputs.record()]
    if (read === undefined || materials === undefined || output === undefined) return
    const brokers = facts.topology.brokers.map(({ name }) => ({ name }))
    const { runsHere, issued } = facts
    const made = { key, madeMs: now.getTime(), spec: read, materials, output, runsHere, brokers }
    const isSettled = found.materials === 0 && issued.awaited === 0
    const isClean = found.spec + found.materials === 0
    writeStamp<SpecRecord>(place, { ...made, isClean, isSettled, ...reportsOf(facts) })
  }
}

/** What a run that changes nothing says after this one. */
function reportsOf(facts: CompileFacts): Pick<Stamp, 'report' | 'checkReport'> {
  const { issued, renewed, kept } = facts.issued
  const again = {
    ...facts,
    issued: { issued: 0, renewed: 0, kept: issued + renewed + kept, retired: 0, awaited: 0 },
    change: { ...facts.change, added: [], changed: [], removed: [], foreign: [] },
  }
  return {
    report: compileReport({ ...again, check: false }),
    checkReport: compileReport({ ...again, check: true }),
  }
}
