/** A repair that ends between any two steps of its swap: no broker begins anew, and another repair gives all back. */

import { readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { finishCutOffRepair, repairedFolderOf } from '../../../src/broker/store/cut-off-repair.ts'
import { repairLevelStore } from '../../../src/broker/store/repair-level-store.ts'
import { Failure } from '../../../src/diagnostics/failure.ts'
import { newStoreFolder, openStore, retain, retainedTopics } from './stored-topics.ts'

vi.mock('node:fs/promises', async (original) => {
  const actual = await original<typeof import('node:fs/promises')>()
  return { ...actual, rename: vi.fn(actual.rename) }
})

let folder: string

beforeEach(async () => {
  folder = await newStoreFolder()
  const store = await openStore(folder)
  for (const topic of ['a', 'b']) retain(store, topic)
  await store.close()
  await rm(join(folder, 'CURRENT'))
})

/** Lets all renames before number `step`, from 0, happen. */
async function cutOffAt(step: number): Promise<void> {
  const actual = await vi.importActual<typeof import('node:fs/promises')>('node:fs/promises')
  let done = 0
  vi.mocked(rename).mockImplementation(async (from, to) => {
    if (done === step) throw new Failure('cut off')
    done++
    return actual.rename(from, to)
  })
  await expect(repairLevelStore(folder)).rejects.toThrow('cut off')
  vi.mocked(rename).mockImplementation(actual.rename)
}

async function besideIt(): Promise<readonly string[]> {
  return (await readdir(dirname(folder))).map((name) => name.replace(basename(folder), 'store')).sort()
}

describe('a repair that was cut off', () => {
  it.each([
    [0, 'before it was whole', /is damaged/, false],
    [1, 'before it moved the damaged store', /is damaged/, false],
    [2, 'with the damaged store moved', /is not there, because a repair was cut off/, true],
  ])('at rename %i, %s, is no new beginning for a broker', async (step, _, said, finished) => {
    await cutOffAt(step)
    const before = await besideIt()
    await expect(openStore(folder)).rejects.toThrow(said)
    expect(await besideIt()).toEqual(before)
    const repair = await repairLevelStore(folder)
    expect(repair).toMatchObject({ finished, holds: { retained: 2 } })
    const store = await openStore(folder)
    expect(await retainedTopics(store)).toEqual(['a', 'b'])
    await store.close()
    expect(await besideIt()).toContain('store.damaged')
    expect(await besideIt()).not.toContain('store.repaired')
  })

  it('is not finished over a store that has been put in its place meanwhile', async () => {
    await cutOffAt(2)
    await rename(repairedFolderOf(folder), `${folder}.elsewhere`)
    const store = await openStore(folder)
    retain(store, 'new')
    await store.close()
    await rename(`${folder}.elsewhere`, repairedFolderOf(folder))
    expect(await finishCutOffRepair(folder)).toBe(false)
    const again = await openStore(folder)
    expect(await retainedTopics(again)).toEqual(['new'])
    await again.close()
  })
})
