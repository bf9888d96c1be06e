/** The folder of the store: nobody else's to read, and never one that holds something else. */

import { chmod, mkdir, readdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errorCode, Failure, orFail } from '../../diagnostics/failure.ts'
import { refuseCutOffRepair } from './cut-off-repair.ts'
import { DamagedStore } from './damaged-store.ts'

const OWNER_ONLY = 0o700
const OTHERS = 0o077
/** What LevelDB leaves when it is stopped while it makes a database. */
const UNFINISHED = /^(LOCK|LOG|LOG\.old|MANIFEST-\d+|\d+\.dbtmp)$/

/**
 * Makes the folder, or sees that it is safe to open: LevelDB would begin a new database in a folder without `CURRENT`
 * and remove the tables that it finds there. The folder above must exist.
 *
 * @throws Failure
 */
export async function prepareStoreFolder(folder: string): Promise<void> {
  await refuseCutOffRepair(folder)
  await orFail(`make the folder of the store ${folder}`, () => makeFolder(folder))
  const names = await orFail(`read the folder of the store ${folder}`, () => readdir(folder))
  if (names.includes('CURRENT') || names.every((name) => UNFINISHED.test(name))) return
  if (isStoreFolder(names)) throw new DamagedStore(folder, 'the file CURRENT is missing')
  throw new Failure(`cannot use ${folder} as the store: it holds other files`)
}

/** Tells a store, even a damaged one, from other folders by the names of its files. */
export function isStoreFolder(names: readonly string[]): boolean {
  return (
    names.includes('CURRENT') || names.some((name) => name.startsWith('MANIFEST-') || name.endsWith('.ldb'))
  )
}

/** Where a broker keeps its store: beside the file in which Mosquitto would keep its own database, which is not touched. */
export function storeFolderOf({
  location,
  file,
}: {
  readonly location: string
  readonly file: string
}): string {
  return `${location}${file}.mqttopia`
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: OWNER_ONLY })
  } catch (error) {
    const above = dirname(folder)
    if (errorCode(error) === 'ENOENT')
      throw new Failure(`cannot keep a store in ${above}: that folder does not exist`, { cause: error })
    if (errorCode(error) !== 'EEXIST') throw error
  }
  const { mode } = await stat(folder)
  if ((mode & OTHERS) !== 0) await chmod(folder, OWNER_ONLY)
}
