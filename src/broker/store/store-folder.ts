/** The folder of the store: nobody else's to read, and never one that holds something else. */

import { chmod, mkdir, readdir, stat } from 'node:fs/promises'
import { errorCode, Failure, orFail } from '../../diagnostics/failure.ts'
import { damagedStore } from './level-database.ts'

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
  await orFail(`make the folder of the store ${folder}`, () => makeFolder(folder))
  const names = await orFail(`read the folder of the store ${folder}`, () => readdir(folder))
  if (names.includes('CURRENT') || names.every((name) => UNFINISHED.test(name))) return
  if (names.some((name) => name.startsWith('MANIFEST-')))
    throw damagedStore(folder, 'the file CURRENT is missing')
  throw new Failure(`cannot use ${folder} as the store: it holds other files`)
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: OWNER_ONLY })
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
  const { mode } = await stat(folder)
  if ((mode & OTHERS) !== 0) await chmod(folder, OWNER_ONLY)
}
