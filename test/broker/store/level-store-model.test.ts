/** The store against a model of it, over random histories: with writes that end late, fail, or are cut off. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLevelStore } from '../../../src/broker/store/level-store.ts'
import { canonical } from './canonical.ts'
import { CutOffStore, type Step, turns } from './cut-off-store.ts'
import { StoreModel } from './store-model.ts'
import { change, StoreDriver } from './store-operations.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mqttopia-store-'))
})

afterAll(() => rm(folder, { recursive: true }))

function steps(...others: readonly Step['step'][]): fc.Arbitrary<Step[]> {
  const other = fc.constantFrom(...others).chain((step): fc.Arbitrary<Step> => {
    if (step === 'change') return change.map((one) => ({ step, change: one }))
    if (step === 'fail write') return fc.boolean().map((takesEffect) => ({ step, takesEffect }))
    return fc.constant({ step })
  })
  return fc.array(
    fc.oneof({ arbitrary: change.map((one): Step => ({ step: 'change', change: one })), weight: 3 }, other),
    {
      minLength: 10,
      maxLength: 80,
      size: 'max',
    },
  )
}

describe('a store in a folder', () => {
  it('holds after each reopening what was noted', async () => {
    let count = 0
    await fc.assert(
      fc.asyncProperty(steps('commit', 'reopen', 'wait'), async (history) => {
        const options = { folder: join(folder, String(count++)), sync: false }
        const model = new StoreModel()
        const driver = new StoreDriver(model)
        let store = await openLevelStore(options)
        for (const step of [...history, { step: 'reopen' } as const]) {
          if (step.step === 'change') driver.apply(store, step.change)
          else if (step.step === 'commit') store.commit(() => {})
          else if (step.step === 'wait') await turns()
          else {
            await store.close()
            store = await openLevelStore(options)
            expect(canonical(await store.recover())).toBe(model.canonical())
          }
        }
        await store.close()
      }),
      { numRuns: 40 },
    )
  })
})

describe('a store whose process may end at any moment', () => {
  it('is found in the state of a commit, none of those acknowledged missing, and goes on from there', async () => {
    await fc.assert(
      fc.asyncProperty(steps('commit', 'end write', 'end write', 'crash', 'wait'), async (history) => {
        const run = new CutOffStore(join(folder, 'unused'))
        await run.open()
        for (const step of history) await run.take(step)
        await run.take({ step: 'crash' })
        await run.expectAllDurable()
      }),
      { numRuns: 300 },
    )
  })

  it('loses nothing to writes that fail once they succeed again', async () => {
    const others = ['commit', 'commit', 'end write', 'fail write', 'fail write', 'wait', 'look'] as const
    await fc.assert(
      fc.asyncProperty(steps(...others), async (history) => {
        const run = new CutOffStore(join(folder, 'unused'))
        await run.open()
        for (const step of history) await run.take(step)
        await run.expectAllDurable()
      }),
      { numRuns: 300 },
    )
  })
})
