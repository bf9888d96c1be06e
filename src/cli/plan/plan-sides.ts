/** What a plan compares: what was compiled, and what would be now. */

import { dirname } from 'node:path'
import type { Compilation } from '../../compile.ts'
import { digestText } from '../../files/digest.ts'
import type { PlanSide } from '../../plan/make-plan.ts'
import type { OutputSnapshot } from '../../state/output/output-snapshot.ts'
import { earlierTopology } from '../../topology/earlier-topology.ts'
import { resolveTopology } from '../../topology/resolve-topology.ts'
import { rowChanges } from '../../topology/row-changes.ts'
import { snapshotText } from '../../topology/topology-snapshot.ts'

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

/**
 * What was compiled: the same side where nothing has changed, so that nothing has to be compared.
 *
 * @throws Failure for a snapshot that is damaged, or not of this version of mqttopia
 */
export function earlierSide(
  old: OutputSnapshot,
  { input }: Pick<Compilation, 'input'>,
  after: WrittenSide,
): PlanSide {
  const { digest, text } = old
  if (digest === after.digest) return after
  const changes = input && rowChanges(text, after.text, input.tables)
  const topology = input && changes && earlierTopology(after.topology, input, changes)
  if (topology !== undefined) return { spec: after.spec, topology, digest }
  return { spec: old.input.value, topology: resolveTopology(old.input).topology, digest }
}
