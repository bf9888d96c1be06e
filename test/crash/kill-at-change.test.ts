/**
 * `kill -9` at each change that a command makes on the disk, in processes of their own: what is found then is the old
 * or the new, and running the command again does all that it should have. A scenario more is a line below.
 */

import { expect, test } from 'vitest'
import { compileScenarios } from './compile-scenarios.ts'
import { changesOf, copyOf, type KillScenario, killAt, newPlace } from './kill-scenario.ts'

const SCENARIOS: readonly KillScenario[] = [...compileScenarios]

/** Of each scenario; all of its changes where there are fewer. */
const KILLS = Number(process.env.MQTTOPIA_KILLS ?? 1)

test.each(SCENARIOS)(
  'kill -9 at a change of $name',
  async (scenario) => {
    const before = newPlace()
    await scenario.prepare(before)
    const after = copyOf(before)
    const changes = changesOf(scenario, after)
    expect(changes).toBeGreaterThan(20)
    for (const index of spread(changes, KILLS)) {
      const place = copyOf(before)
      killAt(scenario, place, index)
      try {
        scenario.check(place, { before, after })
        await place.mqttopia(...scenario.command)
        await scenario.checkEnd(place, { before, after })
      } catch (error) {
        throw new Error(`killed at change ${index} of ${changes}: ${error}`, { cause: error })
      }
    }
  },
  600_000 + 20_000 * KILLS,
)

/** Others in each run, so that a few in each of many runs see all of them. */
function spread(count: number, wanted: number): readonly number[] {
  if (wanted >= count) return Array.from({ length: count }, (_, i) => i)
  const step = count / wanted
  return Array.from({ length: wanted }, (_, i) => Math.floor(i * step + Math.random() * step))
}
