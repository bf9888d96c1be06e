/**
 * `kill -9` at each change that a command makes on the disk, in processes of their own: what is found then is the old
 * or the new, and running the command again does all that it should have. A scenario more is a line below.
 */

import { expect, test } from 'vitest'
import { certificateScenarios } from './certificate-scenarios.ts'
import { compileScenarios } from './compile-scenarios.ts'
import { elsewhereScenarios } from './elsewhere-scenarios.ts'
import {
  changesOf,
  copyOf,
  type KillScenario,
  killAt,
  newPlace,
  type Place,
  withCopyOf,
} from './kill-scenario.ts'
import { vaultScenarios } from './vault-scenarios.ts'

const SCENARIOS: readonly KillScenario[] = [
  ...compileScenarios,
  ...certificateScenarios,
  ...elsewhereScenarios,
  ...vaultScenarios,
]

/** Of each scenario; all of its changes where there are fewer. */
const KILLS = Number(process.env.MQTTOPIA_KILLS ?? 1)

test.each(SCENARIOS)(
  'kill -9 at a change of $name',
  async (scenario) => {
    const before = newPlace()
    await scenario.prepare(before)
    const after = copyOf(before)
    const changes = changesOf(scenario, after)
    expect(changes).toBeGreaterThan(10)
    const again = (place: Place) => place.mqttopia(...scenario.command)
    const kills = spread(changes, KILLS)
    for (const index of kills) {
      await withCopyOf(before, async (place) => {
        killAt(scenario, place, index)
        try {
          await scenario.check(place, { before, after })
          await (scenario.goOn ?? again)(place, { before, after })
          await scenario.checkEnd(place, { before, after })
        } catch (error) {
          throw new Error(`killed at change ${index} of ${changes}: ${error}`, { cause: error })
        }
      })
    }
    if (KILLS > 1) console.info(`${scenario.name}: killed at ${kills.length} of ${changes} changes`)
  },
  600_000 + 20_000 * KILLS,
)

/** Others in each run, so that a few in each of many runs see all of them. */
function spread(count: number, wanted: number): readonly number[] {
  if (wanted >= count) return Array.from({ length: count }, (_, i) => i)
  const step = count / wanted
  return Array.from({ length: wanted }, (_, i) => Math.floor(i * step + Math.random() * step))
}
