/** A command that changes the state alone and is killed: the state is the one before or the one after, as a whole. */

import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect } from 'vitest'
import { expectWhole, small, write } from './compile-scenarios.ts'
import { type Facts, fill, type KillScenario, lastingPlace, type Place } from './kill-scenario.ts'
import { difference, expectSerialsOnce, type StateFacts, stateFacts } from './state-facts.ts'

export interface StateChange {
  readonly name: string
  readonly command: readonly string[]
  /** From a folder that was compiled to where the command is run. */
  readonly prepare?: (place: Place) => void | Promise<void>
  /**
   * What the command does where it was killed after it had done all: the same once more; or it refuses, with this
   * message. Default: it means something else then, so nobody would run it.
   */
  readonly again?: 'the same' | RegExp
}

let compiled: ReturnType<typeof lastingPlace>

beforeAll(async () => {
  compiled = lastingPlace()
  write(compiled.place, small)
  await compiled.place.mqttopia('compile', '-q')
})

afterAll(() => compiled.remove())

export function stateScenario({ name, command, prepare, again }: StateChange): KillScenario {
  return {
    ...{ name, command },
    async prepare(place) {
      fill(place, compiled.place)
      await prepare?.(place)
    },
    async check(place, facts) {
      await isDone(place, facts)
    },
    async goOn(place, facts) {
      if (!(await isDone(place, facts)) || again === 'the same') await place.mqttopia(...command)
      else if (again !== undefined) await expect(place.mqttopia(...command)).rejects.toThrow(again)
    },
    async checkEnd(place, facts) {
      expect(await isDone(place, facts)).toBe(true)
      const killed = await stateFacts(place)
      await place.mqttopia('compile', '-q')
      const entries = readdirSync(facts.after.path('.mqttopia')).sort()
      expect(readdirSync(place.path('.mqttopia')).sort()).toEqual(entries)
      expectWhole(place.path('build'))
      await place.mqttopia('compile', '-q', '--check', '--no-cache')
      expectSerialsOnce(await factsOnce(facts.before), killed, await stateFacts(place))
    },
  }
}

const known = new WeakMap<Place, Promise<StateFacts>>()

/** Of a place that does not change any more. */
function factsOnce(place: Place): Promise<StateFacts> {
  const facts = known.get(place) ?? stateFacts(place)
  known.set(place, facts)
  return facts
}

/** Whether the state is the one after the command, and not the one before; throws where it is neither. */
async function isDone(place: Place, { before, after }: Facts): Promise<boolean> {
  const [old, now, wanted] = [await factsOnce(before), await stateFacts(place), await factsOnce(after)]
  const [none, some, all] = [difference(old, old), difference(old, now), difference(old, wanted)]
  expect(all).not.toEqual(none)
  expect([none, all]).toContainEqual(some)
  return some.changed.length === all.changed.length && some.recipients === all.recipients
}
