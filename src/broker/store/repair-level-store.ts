/** For a store that LevelDB or the broker calls damaged: saves what can be read, and keeps what was there. */

import { readdir, rename, rm } from 'node:fs/promises'
import { Failure, orFail } from '../../diagnostics/failure.ts'
import { copyFolder, giveOwnerOf, makeFreeFolder } from './copy-folder.ts'
import { finishCutOffRepair, repairedFolderOf } from './cut-off-repair.ts'
import { DamagedStore } from './damaged-store.ts'
import { copyRows, openLevelDatabase, refuseUsedStore } from './level-database.ts'
import { loadRows } from './load-rows.ts'
import { Recovery, type StoreCounts } from './recovery.ts'
import { repairApart } from './repair-apart.ts'
import { isStoreFolder, prepareStoreFolder } from './store-folder.ts'

export interface StoreDamage {
  /** A sentence without a capital and a full stop. */
  readonly found: string
  /** Where the store is kept as it was. */
  readonly kept: string
  /** Rows that could not be read; those that LevelDB does not find are not among them. */
  readonly dropped: number
}

export interface Repair {
  /** An earlier repair had been cut off in the middle of its swap, and its store was put in its place first. */
  readonly finished: boolean
  readonly holds: StoreCounts
  /** `undefined` when nothing was wrong. */
  readonly damage: StoreDamage | undefined
}

interface Saved {
  /** The new store. */
  readonly folder: string
  readonly counts: StoreCounts
  readonly dropped: number
}

/**
 * Makes a new store of what can be read, and puts it in the place of the damaged one. What was lost is not known in full:
 * LevelDB leaves out what it does not find.
 *
 * @throws Failure when a broker uses the store, when there is no room for copies, or when nothing can be saved; then
 * nothing has changed.
 */
export async function repairLevelStore(folder: string): Promise<Repair> {
  const finished = await finishCutOffRepair(folder)
  const names = await orFail(`read ${folder}`, () => readdir(folder))
  if (!isStoreFolder(names)) throw new Failure(`cannot repair ${folder}: it holds no store`)
  await refuseUsedStore(folder)
  // LevelDB writes even where it only reads: it gets a copy.
  const copy = await orFail(`copy ${folder}`, () => copyFolder(folder, `${folder}.repair`))
  try {
    const damage = await damageOf(copy)
    if (damage instanceof Recovery) return { finished, holds: damage.counts, damage: undefined }
    const { folder: repaired, counts, dropped } = await save(copy)
    const kept = await orFail(`put the repaired store in the place of ${folder}`, () =>
      replace(folder, repaired),
    )
    return { finished, holds: counts, damage: { found: damage, kept, dropped } }
  } finally {
    await orFail(`remove ${copy}`, () => rm(copy, { recursive: true, force: true }))
  }
}

/** What is wrong, or what it holds when nothing is. */
async function damageOf(folder: string): Promise<string | Recovery> {
  try {
    await prepareStoreFolder(folder)
    return await load(folder, false)
  } catch (error) {
    if (error instanceof DamagedStore) return error.damage
    throw error
  }
}

async function load(folder: string, dropsDamaged: boolean): Promise<Recovery> {
  const database = await openLevelDatabase(folder, true)
  try {
    return await loadRows(database, folder, dropsDamaged)
  } finally {
    await database.close()
  }
}

/** @returns what could be saved of `damaged`, in a folder beside it */
async function save(damaged: string): Promise<Saved> {
  const folder = await makeFreeFolder(`${damaged}.new`)
  try {
    const unread = await salvage(damaged, folder)
    const { counts, damaged: rows } = await load(folder, true)
    return { folder, counts, dropped: unread + rows.length }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** Only when LevelDB does not open it, it is asked to put together what it finds. */
async function salvage(damaged: string, to: string): Promise<number> {
  try {
    await prepareStoreFolder(damaged)
    return await copyRows(damaged, to)
  } catch (error) {
    if (!(error instanceof DamagedStore)) throw error
  }
  await repairApart(damaged)
  return copyRows(damaged, to)
}

/** @returns where the old one is now */
async function replace(folder: string, repaired: string): Promise<string> {
  await giveOwnerOf(folder, repaired)
  const whole = repairedFolderOf(folder)
  await rm(whole, { recursive: true, force: true }) // of a repair that was cut off before it moved anything
  await rename(repaired, whole)
  const kept = await makeFreeFolder(`${folder}.damaged`)
  await rename(folder, kept) // takes the place of an empty folder
  await rename(whole, folder)
  return kept
}
