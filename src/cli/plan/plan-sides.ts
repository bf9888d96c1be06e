/** What a plan compares: what was compiled, and what would be now. */

import { dirname, isAbsolute } from 'node:path'
import type { Compilation } from '../../compile.ts'
import { digestText } from '../../files/digest.ts'
import type { PlanSide } from '../../plan/make-plan.ts'
import type { OutputSnapshot } from '../../state/output/output-snapshot.ts'
import { earlierTopology } from '../../topology/earlier-topology.ts'
import { resolveTopology } from '../../topology/resolve-topology.ts'
import { rowChanges } from '../../topology/row-changes.ts'
import { parseSnapshot, snapshotText } from '../../topology/topology-snapshot.ts'
import type { EarlierSpec } from '../since-earlier.ts'

/** With the text of its snapshot. */
interface WrittenSide extends PlanSide {
  readonly text: string
}

/** Of a valid spec. */
export function sideOf({ input, topology, document }: Compilation, runsHere: boolean): WrittenSide {
  if (input === undefined || topology === undefined) throw new Error('there is no topology to compare')
  const text = snapshotText({ input, runsHere }, dirname(document.path))
  return { spec: input.value, topology, digest: digestText(text), text }
}

export interface PlanSides {
  readonly before?: PlanSide
  readonly after: PlanSide
}

/**
 * What was compiled, and what would be now: the same object where nothing has changed, so that nothing has to be compared.
 *
 * @param known what was compiled from some snapshot
 * @throws Failure for a snapshot that is damaged, or not of this version of mqttopia
 */
export function planSides(
  spec: Compilation,
  old: OutputSnapshot | undefined,
  runsHere: boolean,
  known: EarlierSpec | undefined,
): PlanSides {
  const after = sideOf(spec, runsHere)
  if (old === undefined) return { after }
  const { digest, text } = old
  if (digest === after.digest) return { before: after, after }
  if (known?.snapshot === text && old.runsHere === runsHere)
    return { before: { spec: after.spec, topology: known.topology, digest }, after }
  const { input } = spec
  const changes = input && rowChanges(text, after.text, input.tables)
  const topology = input && changes && earlierTopology(after.topology, input, changes)
  if (topology !== undefined) return { before: { spec: after.spec, topology, digest }, after }
  const before = { spec: old.input.value, topology: resolveTopology(old.input).topology, digest }
  return { before, after: isAbsolute(spec.document.path) ? asCompiled(after) : after }
}

/** A snapshot names files from the folder of the spec, wherever that is; a spec that was named in full names them in full. */
function asCompiled(side: WrittenSide): PlanSide {
  const snapshot = parseSnapshot(side.text)
  if (snapshot === undefined) throw new Error('the snapshot of a spec cannot be read')
  return { ...side, topology: resolveTopology(snapshot.input).topology }
}
