/** Whether an apply would take away too much: by the plan that it is given, or by what is installed now. */

import { type DestroyLimits, destructionProblem } from '../../plan/destruction.ts'
import { destructionBetween } from '../../plan/destruction-between.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Machine } from '../../state/apply/machine.ts'
import { resolveTopology } from '../../topology/resolve-topology.ts'
import { parseSnapshot } from '../../topology/topology-snapshot.ts'
import type { CompiledBroker } from './compiled-broker.ts'

/** A sentence, or `undefined`. Nothing is known of what another version of mqttopia has installed. */
export async function tooMuch(
  plan: Plan | undefined,
  { snapshot, topology }: CompiledBroker,
  machine: Machine,
  limits: DestroyLimits,
): Promise<string | undefined> {
  if (plan !== undefined) return destructionProblem(plan, limits)
  const text = limits.allowed ? undefined : await machine.readSnapshot()
  const installed = text === undefined || text === snapshot.text ? undefined : parseSnapshot(text)
  if (installed === undefined) return undefined
  const before = { spec: installed.input.value, topology: resolveTopology(installed.input).topology }
  const after = { spec: snapshot.input.value, topology }
  return destructionProblem(
    { destroys: destructionBetween(before, after, snapshot.input.environment) },
    limits,
  )
}
