/** Whether a broker's configuration names its files where they are going to be. */

import { Failure } from '../../diagnostics/failure.ts'
import type { Machine } from '../../state/apply/machine.ts'
import type { CompiledBroker } from './compiled-broker.ts'

/** @throws Failure when it does not: the broker would read other files, or none */
export function expectInstallPaths({ broker, snapshot }: CompiledBroker, { folder }: Machine): void {
  const wanted = `${folder}/current`
  const remedy = `set brokers.${broker.name}.install.config to "${wanted}" and compile again`
  if (snapshot.runsHere)
    throw new Failure(`what is compiled runs from the output folder; ${remedy}, without --root`)
  if (broker.install.config !== wanted)
    throw new Failure(
      `the configuration names files in ${broker.install.config}, and not in ${wanted}; ${remedy}`,
    )
}
