/** A compile that may end before it begins: where nothing has changed since the last one, as its stamp says. */

import { join, resolve } from 'node:path'
import { digestText } from '../files/digest.ts'
import { nodeFileSystem } from '../state/file-system.ts'
import { locateOutput } from '../state/output/output-folder.ts'
import { programFacts } from '../state/package-files.ts'
import type { OnProgress } from '../state/progress.ts'
import { type CompileStamp, readStamp, writeStamp } from '../state/stamp/compile-stamp.ts'
import { type MaterialInputs, materialInputs } from '../state/stamp/material-inputs.ts'
import { stillHolds } from '../state/stamp/still-holds.ts'
import { type CompileFacts, compileReport } from './compile-report.ts'
import type { Host } from './host.ts'
import { specFolder, specPath } from './open-spec.ts'
import { stateFolder as ownStateFolder } from './own-folders.ts'
import { haveChanged, SpecInputs, type SpecRecord } from './spec-inputs.ts'
import { VERSION } from './version.ts'

type Stamp = CompileStamp<SpecRecord>

export interface StampedCompile {
  /** The host to compile with: its reader remembers. */
  readonly host: Host
  readonly inputs: MaterialInputs
  readonly onDigest: (digest: string) => void
  /** The last compile, if another one would find everything as it was. */
  readonly recall: (onProgress: OnProgress) => Promise<Stamp | undefined>
  /** Call it after a compile that found nothing wrong. */
  readonly remember: (facts: CompileFacts) => void
}

export interface StampedOptions {
  readonly env?: string
  readonly state?: string
  /** As given. */
  readonly out: string
  readonly root?: boolean
  readonly check: boolean
}

/** @throws Failure when there is no spec, or the output cannot be where it shall. */
export function stampedCompile(
  given: Host,
  path: string | undefined,
  { check, ...options }: StampedOptions,
): StampedCompile {
  const { cwd, env } = given
  const now = given.now() // one time for all that a compile decides
  const reader = new SpecInputs(given.reader, cwd)
  const host = { ...given, reader, now: () => now }
  const inputs = materialInputs()
  const spec = specPath(host, path)
  const stateFolder = ownStateFolder(host, specFolder(host, spec), options)
  const fs = nodeFileSystem
  const target = locateOutput(fs, resolve(cwd, options.out))
  const place = { fs, folder: join(stateFolder, 'cache'), target }
  const key = digestText(
    JSON.stringify([VERSION, programFacts(fs), cwd, spec, stateFolder, resolve(cwd, options.out), options]),
  )
  let output: string | undefined
  return {
    ...{ host, inputs },
    onDigest(digest) {
      output = digest
    },
    async recall(onProgress) {
      const stamp = readStamp<SpecRecord>(place, key, now.getTime())
      const places = { fs, env, stateFolder, target, check, onProgress }
      const isSame = async (read: SpecRecord) => !(await haveChanged(read, given.reader))
      return stamp && (await stillHolds(stamp, places, isSame)) ? stamp : undefined
    },
    remember(facts) {
      const [read, materials] = [reader.record(), inputs.record()]
      if (read === undefined || materials === undefined || output === undefined) return
      const brokers = facts.topology.brokers.map(({ name }) => ({ name }))
      const made = { key, madeMs: now.getTime(), spec: read, materials, output, brokers }
      writeStamp<SpecRecord>(place, { ...made, ...reportsOf(facts) })
    },
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
